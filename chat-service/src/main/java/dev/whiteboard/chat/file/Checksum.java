package dev.whiteboard.chat.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A checksum that the bytes of one request must have (tus 1.0, checksum). */
public final class Checksum {
  /** The algorithms, as tus names them. */
  public static final List<String> ALGORITHMS = List.of("sha1", "sha256");

  private final MessageDigest digest;
  private final byte[] expected;

  private Checksum(MessageDigest digest, byte[] expected) {
    this.digest = digest;
    this.expected = expected;
  }

  /** Reads {@code sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=}; empty for what is none. */
  public static Optional<Checksum> parse(String header) {
    var parts = header.split(" ", 2);
    if (parts.length < 2 || !ALGORITHMS.contains(parts[0])) {
      return Optional.empty();
    }
    try {
      var digest = MessageDigest.getInstance(parts[0].equals("sha1") ? "SHA-1" : "SHA-256");
      var expected = Base64.getDecoder().decode(parts[1].strip());
      return expected.length == digest.getDigestLength()
          ? Optional.of(new Checksum(digest, expected))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }

  /** Takes bytes in. */
  void update(byte[] bytes) {
    digest.update(bytes);
  }

  /** Whether what was taken in has it; call once. */
  boolean isMet() {
    return Arrays.equals(digest.digest(), expected);
  }
}
