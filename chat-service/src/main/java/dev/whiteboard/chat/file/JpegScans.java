package dev.whiteboard.chat.file;

import java.nio.ByteBuffer;

/**
 * Tells how a JPEG has its pixels: all components of them in one scan, which is read row by row; or
 * in several, as a progressive one has, and then all of them are kept in memory until the last one
 * (ITU-T T.81, B.2.2 and B.2.3).
 */
final class JpegScans {
  private static final int MARKER = 0xff;
  private static final int START_OF_IMAGE = 0xffd8;
  private static final int START_OF_SCAN = 0xda;
  private static final int LENGTH_BYTES = 2;

  /** Behind the precision of a sample, its height and its width. */
  private static final int COMPONENTS_AT = 5;

  private JpegScans() {}

  /**
   * Whether it is one scan. Whatever is not plain to see is more than one: a reader that skips what
   * this does not know must not come to another answer.
   *
   * @param head the beginning of the file
   */
  static boolean isOne(byte[] head) {
    var segments = ByteBuffer.wrap(head);
    if (head.length < 2 || (segments.getShort() & 0xffff) != START_OF_IMAGE) {
      return false;
    }
    var components = 0;
    while (segments.remaining() > 2 + LENGTH_BYTES && (segments.get() & 0xff) == MARKER) {
      var marker = segments.get() & 0xff;
      var length = (segments.getShort() & 0xffff) - LENGTH_BYTES;
      if (length < 1 || length > segments.remaining()) {
        return false;
      }
      var from = segments.position();
      switch (marker) {
        case START_OF_SCAN -> {
          return components > 0 && segments.get(from) == components;
        }
        case 0xc0, 0xc1 ->
            components = length > COMPONENTS_AT ? segments.get(from + COMPONENTS_AT) : 0;
        default -> {
          if (!isPassedOver(marker)) {
            return false;
          }
        }
      }
      segments.position(from + length);
    }
    return false;
  }

  /** Tables, the interval of restarts, what applications and people wrote. */
  private static boolean isPassedOver(int marker) {
    return switch (marker) {
      case 0xc4, 0xdb, 0xdd, 0xfe -> true;
      default -> 0xe0 <= marker && marker <= 0xef;
    };
  }
}
