package dev.whiteboard.cdn.upstream;

import java.io.Serial;

/** No answer came from above. The message says why, in words that a client may read. */
public final class UpstreamException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why a client gets no answer. */
  public enum Reason {
    /** Nobody there, or all who are there are known to fail. */
    UNREACHABLE,
    /** Not in time. */
    TIMEOUT,
    /** Something came that is no answer. */
    BROKEN,
    /** The request goes in a circle. */
    LOOP,
    /** The client's request itself broke off: nothing that anybody above has done. */
    REQUEST
  }

  /** For this reason. */
  public UpstreamException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** For this reason. */
  public UpstreamException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
