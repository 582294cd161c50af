package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what somebody wants invalidated: URLs, tags or a prefix, one of the three.
 *
 * <p>URLs are brought to the form that requests have, {@code RequestHead.url()}: scheme and host in
 * lower case, the scheme's own port left out, at least {@code /} for a path, and no fragment. Paths
 * and queries stay as they are, as two spellings of a path are two URLs to an origin.
 */
public final class Targets {
  /** URLs or tags of one invalidation. */
  public static final int KEYS_MAX = 256;

  /** Characters of a URL or a prefix. */
  public static final int URL_CHARS_MAX = 2_048;

  /** Characters of a tag. */
  public static final int TAG_CHARS_MAX = 128;

  /**
   * Looser than RFC 3986 where paths in use are: they hold bars and braces. No user, no fragment.
   */
  private static final Pattern URL =
      Pattern.compile(
          "(?i)(?<scheme>https?)://(?<host>[a-z0-9._~%!$&'()*+,;=-]+|\\[[0-9a-f:.]+])"
              + "(:(?<port>[1-9][0-9]{0,4})?)?(?<rest>([/?][^#]*)?)(#.*)?");

  /** As in a field of HTTP: 0x21 to 0x7E, and no comma, which separates tags there. */
  private static final String TAG_CHARS = "must hold visible ASCII without blanks and commas";

  private final List<Problem> problems = new ArrayList<>();

  private Targets() {}

  /** What came of reading. */
  public sealed interface Reading {}

  /**
   * It can be invalidated.
   *
   * @param target what it meets
   * @param keys how many URLs or tags; 1 for a prefix
   */
  public record Accepted(Target target, int keys) implements Reading {}

  /**
   * It can't.
   *
   * @param problems at least one
   */
  public record Refused(List<Problem> problems) implements Reading {}

  /**
   * What is wrong with a field.
   *
   * @param field its name in the request
   * @param detail what is wrong with it
   */
  public record Problem(String field, String detail) {}

  /**
   * Reads a request.
   *
   * @param urls none where the field is missing
   * @param tags none where the field is missing
   * @param prefix what URLs begin with
   */
  public static Reading read(List<String> urls, List<String> tags, Optional<String> prefix) {
    return new Targets().reading(urls, tags, prefix);
  }

  private Reading reading(List<String> urls, List<String> tags, Optional<String> prefix) {
    var given = (urls.isEmpty() ? 0 : 1) + (tags.isEmpty() ? 0 : 1) + (prefix.isEmpty() ? 0 : 1);
    if (given != 1) {
      return new Refused(
          List.of(new Problem("urls", "exactly one of urls, tags and prefix must be there")));
    }
    var target = target(urls, tags, prefix);
    return problems.isEmpty()
        ? new Accepted(target, InvalidationCodec.keys(target).size())
        : new Refused(List.copyOf(problems));
  }

  private Target target(List<String> urls, List<String> tags, Optional<String> prefix) {
    if (!urls.isEmpty()) {
      return new Target.Urls(each("urls", urls, url -> url("urls", url)));
    }
    return prefix.isPresent()
        ? new Target.Prefix(url("prefix", prefix.get()))
        : new Target.Tags(each("tags", tags, this::tag));
  }

  private Set<String> each(String field, List<String> keys, UnaryOperator<String> read) {
    if (keys.size() > KEYS_MAX) {
      reject(field, "has more than " + KEYS_MAX + " entries");
      return Set.of();
    }
    var all = new LinkedHashSet<String>();
    keys.forEach(key -> all.add(read.apply(key)));
    return all;
  }

  private String tag(String tag) {
    if (tag.isEmpty() || tag.length() > TAG_CHARS_MAX) {
      return reject("tags", "must hold strings of 1 to " + TAG_CHARS_MAX + " characters");
    }
    return tag.chars().allMatch(character -> isVisible(character) && character != ',')
        ? tag
        : reject("tags", TAG_CHARS);
  }

  private String url(String field, String text) {
    if (text.length() > URL_CHARS_MAX) {
      return reject(field, "is longer than " + URL_CHARS_MAX + " characters");
    }
    if (!text.chars().allMatch(Targets::isVisible)) {
      return reject(field, "must be ASCII without blanks: %-escapes and punycode for the rest");
    }
    var url = URL.matcher(text);
    return url.matches()
        ? normalised(url)
        : reject(field, "is no absolute URL of http or https: " + shown(text));
  }

  private static String normalised(Matcher url) {
    var scheme = url.group("scheme").toLowerCase(Locale.ROOT);
    var host = url.group("host").toLowerCase(Locale.ROOT);
    var rest = url.group("rest");
    return scheme
        + "://"
        + host
        + port(scheme, url.group("port"))
        + (rest.startsWith("/") ? rest : "/" + rest);
  }

  private static String port(String scheme, @Nullable String port) {
    var own = scheme.equals("http") ? "80" : "443";
    return port == null || port.isEmpty() || port.equals(own) ? "" : ":" + port;
  }

  private static boolean isVisible(int character) {
    return 0x21 <= character && character <= 0x7E;
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(text.length(), 80));
  }

  private String reject(String field, String detail) {
    var problem = new Problem(field, detail);
    if (!problems.contains(problem) && problems.size() < KEYS_MAX) {
      problems.add(problem);
    }
    return "";
  }
}
