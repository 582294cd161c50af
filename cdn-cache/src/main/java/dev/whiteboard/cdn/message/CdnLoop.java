package dev.whiteboard.cdn.message;

import java.util.Locale;

/**
 * {@code CDN-Loop} (RFC 8586): every CDN that a request passed, so that one finds itself again. No
 * client may take it away.
 */
public final class CdnLoop {
  private static final String NAME = "cdn-loop";

  private CdnLoop() {}

  /** How often a request passed the CDN of this name. */
  public static int passed(Fields fields, String cdn) {
    if (!fields.has(NAME)) {
      return 0;
    }
    var passed = 0;
    for (var member : ListValue.members(fields.all(NAME))) {
      if (name(member).equals(cdn.toLowerCase(Locale.ROOT))) {
        passed++;
      }
    }
    return passed;
  }

  /** The same, having passed the CDN of this name once more. */
  public static Fields passing(Fields fields, String cdn) {
    var before = fields.combined(NAME);
    return fields.with(NAME, before == null || before.isEmpty() ? cdn : before + ", " + cdn);
  }

  private static String name(String member) {
    var end = member.indexOf(';');
    return (end < 0 ? member : member.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
