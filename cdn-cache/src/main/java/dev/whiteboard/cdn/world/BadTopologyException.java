package dev.whiteboard.cdn.world;

import java.io.Serial;
import java.util.List;

/** A topology that is refused. It has no stack trace: the text is to blame, not the code. */
public final class BadTopologyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<TopologyError> errors;

  /**
   * Says everything at once.
   *
   * @param errors one at least, in the order of the text
   */
  public BadTopologyException(List<TopologyError> errors) {
    super(message(errors), null, false, false);
    this.errors = List.copyOf(errors);
  }

  /** Everything that is wrong, in the order of the text. */
  public List<TopologyError> errors() {
    return errors;
  }

  private static String message(List<TopologyError> errors) {
    var more = errors.size() - 1;
    return errors.getFirst() + (more > 0 ? " (and " + more + " more)" : "");
  }
}
