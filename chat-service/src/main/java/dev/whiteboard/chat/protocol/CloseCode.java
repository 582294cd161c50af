package dev.whiteboard.chat.protocol;

/** Why the service ends a connection. 4000 to 4499 say: come back; 4500 to 4999: don't. */
public enum CloseCode {
  /** The node stops; come back, to another, after the time given. */
  DRAINING(4000),
  /** The token is no longer good: come back with a new one. */
  TOKEN_EXPIRED(4001),
  /** The client does not take what is sent to it. */
  SLOW(4002),
  /** The client was not heard for too long. */
  SILENT(4003),
  /**
   * The node welcomes as many as it can, or the user has as many connections as he may: come back
   * to the same, after the time given. It keeps a place.
   */
  FULL(4004),
  /** The node can't reach what it needs. */
  UNAVAILABLE(4005),
  /** No {@code hello} in time. */
  NO_HELLO(4500),
  /** The token is none of ours. */
  BAD_TOKEN(4501),
  /** The sign-in was revoked. */
  REVOKED(4502),
  /** Too much of what the client says can't be understood. */
  BAD_FRAMES(4503);

  private static final int TERMINAL = 4500;

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  /** As it stands in the close frame. */
  public int code() {
    return code;
  }

  /** Whether the client is to come back. */
  public boolean reconnect() {
    return code < TERMINAL;
  }

  /** Whether who was closed with this code is to come back: also where it is none of these. */
  public static boolean reconnect(int code) {
    return code < TERMINAL || code >= 5000;
  }
}
