package dev.whiteboard.chat.websocket;

import java.nio.charset.StandardCharsets;

/** Reads frames that would have been sent. */
public final class FrameTexts {
  private FrameTexts() {}

  /** The text of a frame of at most 65,535 bytes. */
  public static String of(Frame frame) {
    var bytes = frame.plain();
    try {
      bytes.skipBytes(bytes.getByte(bytes.readerIndex() + 1) == 126 ? 4 : 2);
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      bytes.release();
    }
  }
}
