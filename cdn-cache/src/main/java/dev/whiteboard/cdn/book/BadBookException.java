package dev.whiteboard.cdn.book;

import java.io.Serial;

/** What came is no book, or one that can't hold here. The message says why. */
public final class BadBookException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** For this reason. */
  public BadBookException(String message) {
    super(message);
  }

  /** For this reason. */
  public BadBookException(String message, Throwable cause) {
    super(message, cause);
  }
}
