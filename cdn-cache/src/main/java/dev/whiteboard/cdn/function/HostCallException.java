package dev.whiteboard.cdn.function;

import java.io.Serial;

/** Ends a run that gave the host what it can't take. Without a stack trace: there may be many. */
final class HostCallException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  HostCallException(String message) {
    super(message, null, false, false);
  }
}
