package dev.whiteboard.ratelimit.rule;

import java.util.List;

/** Rules that are refused as a whole. It has no stack trace: the text is to blame, not the code. */
public final class BadRulesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<RuleError> errors;

  /**
   * Says everything at once.
   *
   * @param errors one at least, in the order of the text
   */
  public BadRulesException(List<RuleError> errors) {
    super(message(errors), null, false, false);
    this.errors = List.copyOf(errors);
  }

  /** Everything that is wrong, in the order of the text. */
  public List<RuleError> errors() {
    return errors;
  }

  private static String message(List<RuleError> errors) {
    var more = errors.size() - 1;
    return errors.getFirst() + (more > 0 ? " (and " + more + " more)" : "");
  }
}
