package dev.whiteboard.chat.client;

/** The service answered that it does not do what was asked. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiException(int status, String detail) {
    super(status + ": " + detail, null, false, false);
    this.status = status;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** Whether the same may be answered otherwise later. */
  public boolean isRetryable() {
    return status >= 500 || status == 429;
  }
}
