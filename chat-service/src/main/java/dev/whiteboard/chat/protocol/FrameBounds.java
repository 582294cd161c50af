package dev.whiteboard.chat.protocol;

/** The most that a frame may hold. */
public final class FrameBounds {
  /** A whole frame of a client, in bytes. */
  public static final int FRAME_BYTES_MAX = 64 << 10;

  /** The words of a message, in characters. */
  public static final int BODY_CHARS_MAX = 8_000;

  /** A sealed message as base64, in characters: what a body of that length takes, and padding. */
  public static final int CIPHERTEXT_CHARS_MAX = 48_000;

  /** What is attached to a message. */
  public static final int FILES_MAX = 10;

  /** Whom a client may watch. */
  public static final int WATCHED_MAX = 200;

  /** Chats of which a client tells how far it is. */
  public static final int CURSORS_MAX = 1_000;

  /** A token, in characters. */
  public static final int TOKEN_CHARS_MAX = 2_048;

  private FrameBounds() {}
}
