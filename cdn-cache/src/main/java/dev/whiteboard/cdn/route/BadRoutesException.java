package dev.whiteboard.cdn.route;

import java.io.Serial;
import java.util.List;

/** Routes that are refused as a whole. Without a stack trace: the text is to blame. */
public final class BadRoutesException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  BadRoutesException(List<Problem> problems) {
    super(problems.getFirst().toString(), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of the text; one at least. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param line from 1
   * @param column from 1
   * @param field as {@code routes[2].origin}; empty for the text as a whole
   * @param detail to be read after the field
   */
  public record Problem(int line, int column, String field, String detail) {
    /** On one line. */
    @Override
    public String toString() {
      return "line %d, column %d: %s %s"
          .formatted(line, column, field.isEmpty() ? "the text" : field, detail);
    }
  }
}
