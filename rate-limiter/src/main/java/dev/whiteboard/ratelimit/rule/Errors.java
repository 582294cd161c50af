package dev.whiteboard.ratelimit.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a text, up to a bound. */
final class Errors {
  /** More than this help nobody, and an answer has to end somewhere. */
  static final int ERRORS_MAX = 1_000;

  /** Of what somebody wrote, a message shows so many characters. */
  private static final int SHOWN_CHARS_MAX = 40;

  private final List<RuleError> all = new ArrayList<>();
  private int count;

  void add(Place at, String field, String message) {
    count++;
    if (all.size() < ERRORS_MAX) {
      all.add(new RuleError(at.line(), at.column(), field, message));
    }
  }

  int count() {
    return count;
  }

  /** Throws where there is any. */
  void check() {
    if (count == 0) {
      return;
    }
    all.sort(Comparator.comparingInt(RuleError::line).thenComparingInt(RuleError::column));
    if (count > all.size()) {
      all.add(new RuleError(all.getLast().line(), 1, "", "has " + (count - all.size()) + " more"));
    }
    throw new BadRulesException(all);
  }

  /** A text as a message may show it: short, on one line. */
  static String shown(String text) {
    var shown = new StringBuilder("'");
    text.codePoints()
        .limit(SHOWN_CHARS_MAX)
        .forEach(c -> shown.appendCodePoint(RuleBounds.isShowable(c) ? c : '\uFFFD'));
    return shown.append(text.length() > SHOWN_CHARS_MAX ? "...'" : "'").toString();
  }
}
