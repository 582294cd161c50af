package dev.whiteboard.stack.process;

/** A server could not be had; the message is one a person can act on. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, where nothing beneath it says more. */
  public ServerException(String message) {
    super(message);
  }

  /** What went wrong, and what made it go wrong. */
  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
