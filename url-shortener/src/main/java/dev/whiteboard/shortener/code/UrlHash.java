package dev.whiteboard.shortener.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongSupplier;

/**
 * SHA-256 of the URL, cut to seven base-62 digits; salted from the second attempt on.
 *
 * <p>It needs no counter and no coordination, and pays with collisions: among n links the next one
 * meets a taken code with a probability of n / 62^7, 1 in 19 at 182.5 billion, and only the insert
 * tells. The same URL shortened twice collides always. And who knows the URL knows the code.
 */
public final class UrlHash implements CodeGenerator {
  /** A code's length. */
  public static final int DIGITS = PermutedCounter.DIGITS;

  private final LongSupplier salts;

  /**
   * Salts from there.
   *
   * @param salts random numbers
   */
  public UrlHash(LongSupplier salts) {
    this.salts = salts;
  }

  @Override
  public String code(String url, int attempt) {
    var digest = sha256();
    digest.update(url.getBytes(UTF_8));
    if (attempt > 0) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salts.getAsLong()));
    }
    // 64 bits reduced to 41.7: no code is likelier than another by more than 1 in 5 million.
    var number = ByteBuffer.wrap(digest.digest()).getLong();
    return Base62.encode(Long.remainderUnsigned(number, CodePermutation.SIZE), DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
