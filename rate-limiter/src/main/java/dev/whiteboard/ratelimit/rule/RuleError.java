package dev.whiteboard.ratelimit.rule;

/**
 * What is wrong with a text of rules, and where.
 *
 * @param line from 1
 * @param column from 1, in characters as Unicode counts them
 * @param field as {@code rules[2].match.user}; empty for the text as a whole
 * @param message to be read after the field
 */
public record RuleError(int line, int column, String field, String message) {
  /** One line. */
  @Override
  public String toString() {
    var where = "line " + line + ", column " + column + ": ";
    return where + (field.isEmpty() ? "the text" : field) + " " + message;
  }
}
