package dev.whiteboard.shortener.link;

import dev.whiteboard.shortener.url.InternationalName;
import dev.whiteboard.shortener.url.UrlHost;
import dev.whiteboard.shortener.url.UrlSyntaxException;
import dev.whiteboard.shortener.url.WhatwgUrl;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a link may lead: an absolute http or https URL to a public host, safe to put into a {@code
 * Location} header as it is.
 *
 * @param text ASCII without blanks or controls, as a browser would write it
 * @param host the host alone, an international one in punycode
 */
public record TargetUrl(String text, String host) {
  /*
   * Browsers follow the WHATWG URL standard, not RFC 3986, and forgive much: they take backslashes
   * for slashes, and read 0x7f.1 as 127.0.0.1. Whatever we would read otherwise than a browser is a
   * way around the rules below. So a URL is read as browsers do, the rules look at what came out, and
   * that is what is kept.
   *
   * With one exception. The standard drops tabs and line feeds wherever they stand, and all controls
   * at the ends; we refuse them. Nobody types them into a URL. They come from a broken line of a mail,
   * where half of the URL would be kept, or from somebody who hides "java\tscript:" from a filter or
   * hopes for a header of his own; and who reads the log should not have to know what became of them.
   */

  /** The longest URL, in characters, as given and as kept. */
  public static final int CHARS_MAX = 2_048;

  /**
   * Checks a URL.
   *
   * @param given maybe with spaces around it, as they come with a pasted one
   * @param ownHosts our own hosts, each as {@link #comparable} makes it: a link to them could lead
   *     to itself
   * @throws BadUrlException saying what is wrong with it
   */
  public static TargetUrl parse(String given, Set<String> ownHosts) {
    requireLength(given, "is longer than 2,048 characters");
    if (given.chars().anyMatch(Character::isISOControl)) {
      throw new BadUrlException("must not hold control characters");
    }
    var url = read(withoutSpacesAround(given));
    var host = url.host().text();
    if (ownHosts.contains(PublicHosts.withoutRoot(host))) {
      throw new BadUrlException("must not lead to this shortener");
    }
    PublicHosts.require(url.host());
    if (url.port().equals(OptionalInt.of(0))) {
      throw new BadUrlException("has no valid port");
    }
    var text = url.text();
    requireLength(text, "is longer than 2,048 characters once it is escaped");
    return new TargetUrl(text, host);
  }

  /** A URL that was checked when it was kept. */
  static TargetUrl kept(String text) {
    var rest = text.substring(text.indexOf("://") + 3);
    var authority = rest.split("[/?#]", 2)[0];
    return new TargetUrl(text, authority.replaceFirst(":[0-9]*$", ""));
  }

  /**
   * A host so that all its spellings are equal.
   *
   * @throws UrlSyntaxException where it is none
   */
  public static String comparable(String host) {
    return PublicHosts.withoutRoot(UrlHost.parse(host).text());
  }

  /** The host as its owner writes it, {@code bücher.example}. */
  public String unicodeHost() {
    return InternationalName.toUnicode(host);
  }

  /**
   * Whether the host may be taken for another one: such links are kept, but shown with a warning.
   */
  public boolean isSuspicious() {
    return InternationalName.deception(host).isPresent();
  }

  /** What a visitor should know before going there; mostly nothing. */
  public List<String> warnings() {
    return InternationalName.deception(host)
        .map(how -> "The host %s is %s: it %s.".formatted(unicodeHost(), host, how.inWords()))
        .stream()
        .toList();
  }

  private static WhatwgUrl read(String given) {
    try {
      return WhatwgUrl.parse(given);
    } catch (UrlSyntaxException e) {
      throw new BadUrlException(e.reason());
    }
  }

  private static String withoutSpacesAround(String given) {
    return given.replaceAll("^ +| +$", "");
  }

  private static void requireLength(String url, String otherwise) {
    if (url.length() > CHARS_MAX) {
      throw new BadUrlException(otherwise);
    }
  }
}
