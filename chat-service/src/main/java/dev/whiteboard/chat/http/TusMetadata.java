package dev.whiteboard.chat.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Upload-Metadata}: pairs of a key and a text in base64, such as {@code chat
 * MDE5Li4u,filename Y2F0LnBuZw==}.
 *
 * @param header as it was given
 * @param values by key
 */
record TusMetadata(String header, Map<String, String> values) {
  private static final int CHARS_MAX = 4_096;

  TusMetadata {
    values = Map.copyOf(values);
  }

  /** Reads it; empty where it is malformed or too long. */
  static Optional<TusMetadata> parse(String header) {
    var values = new LinkedHashMap<String, String>();
    if (header.length() > CHARS_MAX || !header.chars().allMatch(c -> ' ' <= c && c < 0x7f)) {
      return Optional.empty();
    }
    for (var pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
      var parts = pair.strip().split(" ", 2);
      var value = parts.length == 2 ? decode(parts[1].strip()) : Optional.of("");
      if (parts[0].isEmpty() || value.isEmpty() || values.put(parts[0], value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new TusMetadata(header, values));
  }

  /** The text of a key. */
  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private static Optional<String> decode(String base64) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return Optional.of(UTF_8.newDecoder().decode(bytes).toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
