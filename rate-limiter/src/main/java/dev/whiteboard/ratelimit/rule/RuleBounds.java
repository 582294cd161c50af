package dev.whiteboard.ratelimit.rule;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How long and how many: what rules and descriptors keep to. */
public final class RuleBounds {
  /** The most rules at once, in all domains. */
  public static final int RULES_MAX = 10_000;

  /** The most rules of a domain. */
  public static final int DOMAIN_RULES_MAX = 5_000;

  /** The most descriptors of a request. */
  public static final int DESCRIPTORS_MAX = 32;

  /** The most entries of a descriptor or of a rule's match. */
  public static final int ENTRIES_MAX = 16;

  /** The longest name of a rule, in characters. */
  public static final int NAME_CHARS_MAX = 128;

  /** The longest name of a domain, in characters. */
  public static final int DOMAIN_CHARS_MAX = 64;

  /** The longest name of an entry, in characters. */
  public static final int ENTRY_NAME_CHARS_MAX = 64;

  /** The longest value of an entry, in characters. */
  public static final int ENTRY_VALUE_CHARS_MAX = 512;

  /**
   * Algorithms of which a node can take permits ahead. Not the log and the queue: they are there
   * for the exact moment of each permit. Nor concurrency: what is held ahead is held for nobody.
   */
  private static final Set<Algorithm> LEASABLE =
      EnumSet.of(
          Algorithm.FIXED_WINDOW,
          Algorithm.SLIDING_WINDOW,
          Algorithm.TOKEN_BUCKET,
          Algorithm.LEAKY_BUCKET,
          Algorithm.GCRA);

  private RuleBounds() {}

  /** Headers and metrics show it, so it is printable ASCII. */
  static Optional<String> nameProblem(String name) {
    return isOutside(name, NAME_CHARS_MAX) || !isPrintableAscii(name)
        ? Optional.of("must be 1 to " + NAME_CHARS_MAX + " characters of printable ASCII")
        : Optional.empty();
  }

  /** It is the part of a key by which a cluster picks the node: no braces. */
  static Optional<String> domainProblem(String domain) {
    var good =
        !isOutside(domain, DOMAIN_CHARS_MAX)
            && isPrintableAscii(domain)
            && domain.chars().noneMatch(c -> c == ' ' || c == '{' || c == '}');
    return good
        ? Optional.empty()
        : Optional.of(
            "must be 1 to "
                + DOMAIN_CHARS_MAX
                + " characters of printable ASCII, no spaces or braces");
  }

  static Optional<String> entryNameProblem(String name) {
    return textProblem(name, ENTRY_NAME_CHARS_MAX);
  }

  static Optional<String> entryValueProblem(String value) {
    return textProblem(value, ENTRY_VALUE_CHARS_MAX);
  }

  static Optional<String> matchProblem(Map<String, String> match) {
    return match.size() > ENTRIES_MAX
        ? Optional.of("must have at most " + ENTRIES_MAX + " entries")
        : Optional.empty();
  }

  static Optional<String> burstProblem(Rule.Store store, Limit limit) {
    return store == Rule.Store.REDIS && limit.isTooSlowToShare()
        ? Optional.of("must be one that is there again within 100 years, for store redis")
        : Optional.empty();
  }

  static Optional<String> leaseProblem(long lease, Rule.Store store, Limit limit) {
    if (store != Rule.Store.REDIS) {
      return Optional.of("is for store redis only");
    }
    if (!LEASABLE.contains(limit.algorithm())) {
      return Optional.of("is not for " + limit.algorithm().text());
    }
    return lease < 1 || lease > limit.burst()
        ? Optional.of("must be from 1 to " + limit.burst() + ", the most that can be had at once")
        : Optional.empty();
  }

  private static Optional<String> textProblem(String text, int charsMax) {
    return isOutside(text, charsMax) || !text.codePoints().allMatch(RuleBounds::isShowable)
        ? Optional.of("must be 1 to " + charsMax + " characters, no control characters")
        : Optional.empty();
  }

  private static boolean isOutside(String text, int charsMax) {
    return text.isEmpty() || text.length() > charsMax;
  }

  private static boolean isPrintableAscii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Neither a control character nor half of one. */
  static boolean isShowable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  /** A field's name as a path shows it. */
  static String asPath(String name) {
    var shown = Errors.shown(name);
    return shown.substring(1, shown.length() - 1);
  }
}
