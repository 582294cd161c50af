package dev.whiteboard.chat.client;

/** A message that was not sent, or that the service did not take. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  RefusedException(String code, String detail, boolean retryable) {
    super(detail, null, false, false);
    this.code = code;
    this.retryable = retryable;
  }

  /** Why, for programs: the service's, or {@code full} or {@code closed}. */
  public String code() {
    return code;
  }

  /** Whether the same may be tried again later. */
  public boolean isRetryable() {
    return retryable;
  }
}
