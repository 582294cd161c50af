package dev.whiteboard.cdn.ring;

import static java.lang.Long.rotateLeft;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64: 64 bits of a key's bytes, each of which counts for each bit. Not a secret: who chooses
 * keys can choose where they go.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash fast digest
 *     algorithm</a>
 */
public final class XxHash64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  /** Four lanes of a long each. */
  private static final int STRIPE_BYTES = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  /** Of a text's UTF-8. */
  public static long hash(String key) {
    return hash(key.getBytes(UTF_8), 0);
  }

  /**
   * Of bytes.
   *
   * @param seed another function for each
   */
  public static long hash(byte[] bytes, long seed) {
    var at = bytes.length - bytes.length % STRIPE_BYTES;
    var hash = (at == 0 ? seed + PRIME_5 : stripes(bytes, at, seed)) + bytes.length;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      hash = rotateLeft(hash ^ round(0, (long) LONG.get(bytes, at)), 27) * PRIME_1 + PRIME_4;
    }
    if (at + Integer.BYTES <= bytes.length) {
      var word = (int) INT.get(bytes, at) & 0xffff_ffffL;
      hash = rotateLeft(hash ^ word * PRIME_1, 23) * PRIME_2 + PRIME_3;
      at += Integer.BYTES;
    }
    for (; at < bytes.length; at++) {
      hash = rotateLeft(hash ^ (bytes[at] & 0xff) * PRIME_5, 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private static long stripes(byte[] bytes, int end, long seed) {
    var lane1 = seed + PRIME_1 + PRIME_2;
    var lane2 = seed + PRIME_2;
    var lane3 = seed;
    var lane4 = seed - PRIME_1;
    for (var at = 0; at < end; at += STRIPE_BYTES) {
      lane1 = round(lane1, (long) LONG.get(bytes, at));
      lane2 = round(lane2, (long) LONG.get(bytes, at + 8));
      lane3 = round(lane3, (long) LONG.get(bytes, at + 16));
      lane4 = round(lane4, (long) LONG.get(bytes, at + 24));
    }
    var hash =
        rotateLeft(lane1, 1) + rotateLeft(lane2, 7) + rotateLeft(lane3, 12) + rotateLeft(lane4, 18);
    return merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
  }

  private static long round(long lane, long word) {
    return rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  /** Also spreads a single word: any two that differ go on to differ in half of their bits. */
  static long avalanche(long word) {
    var hash = (word ^ word >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }
}
