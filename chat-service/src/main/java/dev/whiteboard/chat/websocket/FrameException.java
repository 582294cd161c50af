package dev.whiteboard.chat.websocket;

/**
 * What a peer sent can't be gone on with; the connection is failed with the code.
 *
 * <p>It has no stack trace: peers make it happen, and it says all there is to say.
 */
final class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  FrameException(int code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  /** The code to close with. */
  int code() {
    return code;
  }

  /** What was wrong, in at most 123 bytes. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
