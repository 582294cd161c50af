package dev.whiteboard.chat.log;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Bytes that only the members of a chat can read; never changed. */
public final class Ciphertext {
  private final byte[] bytes;

  private Ciphertext(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of these bytes, of which it takes a copy. */
  public static Ciphertext of(byte[] bytes) {
    return new Ciphertext(bytes.clone());
  }

  /** Reads base64 with padding (RFC 4648, section 4); empty where it is none. */
  public static Optional<Ciphertext> parse(String base64) {
    try {
      return Optional.of(new Ciphertext(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** As base64, for JSON. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ciphertext that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
