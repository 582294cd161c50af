package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.rule.RuleBounds;
import java.util.Optional;

/** How much of what a {@link Check} may have, however it comes in. */
public final class CheckBounds {
  /** Bytes of one check as it is sent. */
  public static final int BYTES_MAX = 64 * 1024;

  /** Characters of a domain's name. */
  public static final int DOMAIN_CHARS_MAX = RuleBounds.DOMAIN_CHARS_MAX;

  /** Descriptors of one check. */
  public static final int DESCRIPTORS_MAX = 16;

  /** Entries of one descriptor. */
  public static final int ENTRIES_MAX = RuleBounds.ENTRIES_MAX;

  /** Characters of an entry's name. */
  public static final int NAME_CHARS_MAX = RuleBounds.ENTRY_NAME_CHARS_MAX;

  /** Characters of an entry's value. */
  public static final int VALUE_CHARS_MAX = RuleBounds.ENTRY_VALUE_CHARS_MAX;

  /** Permits of one check. */
  public static final long COST_MAX = Limit.PERMITS_MAX;

  private CheckBounds() {}

  /** What is wrong with a domain's name; empty where nothing is. */
  public static Optional<String> faultOfDomain(String domain) {
    return domain.isBlank() ? Optional.of("is blank") : faultOf(domain, DOMAIN_CHARS_MAX);
  }

  /** What is wrong with the name of a descriptor's entry; empty where nothing is. */
  public static Optional<String> faultOfName(String name) {
    return name.isBlank()
        ? Optional.of("has a name that is blank")
        : faultOf(name, NAME_CHARS_MAX).map(fault -> "has a name that " + fault);
  }

  /** What is wrong with the value of a descriptor's entry, which may be empty. */
  public static Optional<String> faultOfValue(String value) {
    return faultOf(value, VALUE_CHARS_MAX);
  }

  private static Optional<String> faultOf(String text, int charsMax) {
    if (text.length() > charsMax) {
      return Optional.of("is longer than " + charsMax + " characters");
    }
    return isUnicode(text) ? Optional.empty() : Optional.of("holds a NUL or half a character");
  }

  /** Half a surrogate pair has no bytes of its own: two such texts would share one key. */
  private static boolean isUnicode(String text) {
    for (var at = 0; at < text.length(); at++) {
      var character = text.charAt(at);
      if (character == 0 || (Character.isSurrogate(character) && !isPair(text, at++))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
