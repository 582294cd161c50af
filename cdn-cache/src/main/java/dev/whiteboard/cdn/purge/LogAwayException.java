package dev.whiteboard.cdn.purge;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The log of invalidations can't be read or written now. */
public final class LogAwayException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With what went wrong. */
  public LogAwayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
