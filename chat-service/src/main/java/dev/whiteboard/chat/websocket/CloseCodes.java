package dev.whiteboard.chat.websocket;

/** The codes of RFC 6455, section 7.4, that this side says or has to know. */
public final class CloseCodes {
  /** It was meant to end. */
  public static final int NORMAL = 1000;

  /** The server stops, or the page is left. */
  public static final int GOING_AWAY = 1001;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** A kind of data that is not taken here. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** A close frame came without a code; never sent. */
  public static final int NO_CODE = 1005;

  /** The connection ended without a close frame; never sent. */
  public static final int ABNORMAL = 1006;

  /** A text that is no UTF-8. */
  public static final int INVALID_PAYLOAD = 1007;

  /** The peer did what is not allowed here. */
  public static final int POLICY_VIOLATION = 1008;

  /** A message or frame beyond the bound. */
  public static final int TOO_BIG = 1009;

  /** The server failed. */
  public static final int INTERNAL_ERROR = 1011;

  /** With 1012 to 1014, which IANA's registry has beside those of the RFC. */
  private static final int REGISTERED_LAST = 1014;

  private static final int LIBRARIES_FIRST = 3000;
  private static final int APPLICATIONS_LAST = 4999;

  private CloseCodes() {}

  /** Whether a peer may say so; 1004 is reserved, 1005, 1006 and 1015 never come in a frame. */
  static boolean isForFrames(int code) {
    return (NORMAL <= code && code <= UNSUPPORTED_DATA)
        || (INVALID_PAYLOAD <= code && code <= REGISTERED_LAST)
        || (LIBRARIES_FIRST <= code && code <= APPLICATIONS_LAST);
  }
}
