package dev.whiteboard.cdn.function;

import java.io.Serial;

/** A function did not end as it should. The message says why, in words that its owner may read. */
public final class FunctionException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** For this reason. */
  public FunctionException(String message) {
    super(message);
  }

  /** For this reason. */
  public FunctionException(String message, Throwable cause) {
    super(message, cause);
  }
}
