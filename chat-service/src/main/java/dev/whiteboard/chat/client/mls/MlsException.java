package dev.whiteboard.chat.client.mls;

/**
 * Something of MLS failed: bytes that are no message, a signature that is wrong, a key that is
 * gone.
 *
 * <p>The message says what was to be done; the cause, where there is one, is the library's. The
 * group is as it was before: nothing is applied in part.
 */
public sealed class MlsException extends RuntimeException
    permits RefusedCommitException, ServiceAwayException {
  private static final long serialVersionUID = 1;

  /** Of our own finding. */
  public MlsException(String message) {
    super(message);
  }

  /** Of the library's. */
  public MlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
