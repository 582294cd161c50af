package dev.whiteboard.cdn.function;

import java.io.Serial;

/** A function did not end as it should. The message says why, in words that its owner may read. */
public final class FunctionException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;

  /** What went wrong, as metrics tell it apart. */
  public enum Reason {
    /** No function has this name. */
    UNKNOWN,
    /** The module is none, is out of bounds, or wants what there is not. */
    MODULE,
    /** Too many runs wait, or one waited too long. */
    BUSY,
    /** It ran for too long and was stopped. */
    DEADLINE,
    /** It did what WebAssembly forbids: a trap. */
    TRAP,
    /** It called itself too deep. */
    STACK,
    /** It gave the host what makes no sense, or too much. */
    MISUSE
  }

  /** A trap, for this reason. */
  public FunctionException(String message) {
    this(Reason.TRAP, message);
  }

  /** A trap, for this reason. */
  public FunctionException(String message, Throwable cause) {
    this(Reason.TRAP, message, cause);
  }

  /** For this reason. */
  public FunctionException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For this reason. */
  public FunctionException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
