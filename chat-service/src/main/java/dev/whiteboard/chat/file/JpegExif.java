package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds what a camera wrote beside the pixels of a JPEG. Java's own reader refuses to tell where
 * that comes before the marker of JFIF, as many telephones have it.
 */
final class JpegExif {
  private static final int MARKER = 0xff;
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int LENGTH_BYTES = 2;
  private static final String EXIF = "Exif\0\0";

  private JpegExif() {}

  /**
   * The Exif of a JPEG, from its name on.
   *
   * @param head the beginning of the file
   */
  static Optional<byte[]> in(byte[] head) {
    var segments = ByteBuffer.wrap(head);
    segments.position(Math.min(2, head.length)); // start of the image
    while (segments.remaining() >= 2 + LENGTH_BYTES) {
      var marker = (segments.get() & 0xff) == MARKER ? segments.get() & 0xff : START_OF_SCAN;
      var length = (segments.getShort() & 0xffff) - LENGTH_BYTES;
      if (marker == START_OF_SCAN || length < 0 || length > segments.remaining()) {
        return Optional.empty();
      }
      var from = segments.position();
      if (marker == APP1 && new String(head, from, length, ISO_8859_1).startsWith(EXIF)) {
        return Optional.of(Arrays.copyOfRange(head, from, from + length));
      }
      segments.position(from + length);
    }
    return Optional.empty();
  }
}
