package dev.whiteboard.chat.http;

import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.kit.http.JsonFields;
import java.util.Optional;

/** Fields that hold bytes: base64 with padding (RFC 4648, section 4). */
final class Base64Fields {
  private static final Ciphertext NONE = Ciphertext.of(new byte[0]);

  private Base64Fields() {}

  /** How many characters so many bytes have at most. */
  static int chars(int bytes) {
    return Math.ceilDiv(bytes, 3) * 4;
  }

  /** Bytes that must be there; harmless ones where they are not. */
  static Ciphertext required(JsonFields fields, String field, int bytesMax) {
    return parse(fields, field, fields.text(field, chars(bytesMax)));
  }

  /** Bytes that may be missing. */
  static Optional<Ciphertext> optional(JsonFields fields, String field, int bytesMax) {
    return fields.optionalText(field, chars(bytesMax)).map(text -> parse(fields, field, text));
  }

  /** The bytes of a text; harmless ones where it is none. */
  static Ciphertext parse(JsonFields fields, String field, String text) {
    var bytes = Ciphertext.parse(text);
    if (bytes.isEmpty()) {
      fields.reject(field, "must be base64 with padding");
    }
    return bytes.orElse(NONE);
  }
}
