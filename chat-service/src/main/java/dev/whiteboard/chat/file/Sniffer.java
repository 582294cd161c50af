package dev.whiteboard.chat.file;

import java.util.Locale;
import org.apache.tika.Tika;

/** Tells what bytes are by their beginning; what a client says of them does not matter. */
final class Sniffer {
  /** So many bytes are looked at. */
  static final int HEAD_BYTES = 64 * 1024;

  private static final int TYPE_CHARS_MAX = 100;

  private static final Tika TIKA = new Tika();

  private Sniffer() {}

  /**
   * The type of what begins so.
   *
   * @param head at most {@link #HEAD_BYTES}
   * @return a media type without parameters, in lower case
   */
  static String typeOf(byte[] head) {
    var type = TIKA.detect(head).toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return type.length() <= TYPE_CHARS_MAX ? type : StoredFile.UNKNOWN_TYPE;
  }
}
