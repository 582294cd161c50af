package dev.whiteboard.shortener.code;

import static java.lang.Long.rotateLeft;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;

/**
 * SipHash-2-4 of one 64-bit word: a keyed function whose values can't be told from random ones
 * without the key. Allocates nothing.
 *
 * @param k0 the key's first half
 * @param k1 its second half
 * @see <a href="https://www.aumasson.jp/siphash/siphash.pdf">Aumasson, Bernstein: SipHash: a fast
 *     short-input PRF</a>
 */
public record SipHash(long k0, long k1) {
  /** A key's length. */
  public static final int KEY_BYTES = 16;

  /** The length of what is hashed, where the last block holds it: 8 bytes. */
  private static final long LENGTH_BLOCK = 8L << 56;

  /**
   * Under a key of 16 bytes.
   *
   * @throws IllegalArgumentException where the key is of another length
   */
  public static SipHash keyed(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key has 16 bytes, not " + key.length);
    }
    var halves = ByteBuffer.wrap(key).order(LITTLE_ENDIAN);
    return new SipHash(halves.getLong(), halves.getLong());
  }

  /** The hash of the word's eight bytes, the lowest first. */
  public long hash(long word) {
    var v0 = k0 ^ 0x736f6d6570736575L;
    var v1 = k1 ^ 0x646f72616e646f6dL;
    var v2 = k0 ^ 0x6c7967656e657261L;
    var v3 = k1 ^ 0x7465646279746573L;
    var block = word;
    for (var round = 0; round < 8; round++) {
      // Rounds 0 and 1 take in the word, 2 and 3 the length; 4 to 7 finish.
      switch (round) {
        case 0 -> v3 ^= block;
        case 2 -> {
          v0 ^= block;
          block = LENGTH_BLOCK;
          v3 ^= block;
        }
        case 4 -> {
          v0 ^= block;
          v2 ^= 0xff;
        }
        default -> {}
      }
      v0 += v1;
      v2 += v3;
      v1 = rotateLeft(v1, 13) ^ v0;
      v3 = rotateLeft(v3, 16) ^ v2;
      v0 = rotateLeft(v0, 32) + v3;
      v2 += v1;
      v1 = rotateLeft(v1, 17) ^ v2;
      v3 = rotateLeft(v3, 21) ^ v0;
      v2 = rotateLeft(v2, 32);
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SipHash-2-4";
  }
}
