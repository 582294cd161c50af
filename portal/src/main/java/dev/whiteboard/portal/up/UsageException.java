package dev.whiteboard.portal.up;

/** A command line that can't be followed. The message is one line that says why. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with it. */
  public UsageException(String line) {
    super(line);
  }
}
