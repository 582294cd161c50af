package dev.whiteboard.kit.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a secret that nobody can guess: all of it that is kept. Compares in constant time.
 */
public final class TokenHash {
  private final byte[] bytes;

  private TokenHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A hash read from the store. */
  public static TokenHash kept(byte[] bytes) {
    return new TokenHash(bytes.clone());
  }

  /** The hash of this text. */
  public static TokenHash of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** The hash of these bytes. */
  public static TokenHash of(byte[] bytes) {
    try {
      return new TokenHash(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The 32 bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenHash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
