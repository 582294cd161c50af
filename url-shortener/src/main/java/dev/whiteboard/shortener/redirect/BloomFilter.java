package dev.whiteboard.shortener.redirect;

import dev.whiteboard.shortener.code.SipHash;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells of a code that it was certainly never added, or that it may have been: never wrong in the
 * first, wrong in the second as often as it was sized for.
 *
 * <p>Safe for use by many threads, without locks.
 */
public final class BloomFilter {
  /*
   * How is it designed, and why?
   *
   * A set of all codes takes some 60 B for each. A Bloom filter [1] takes 1.2 B at an error of 1 %,
   * whatever the code's length: k hashes name k bits of an array, adding a code sets them, and a
   * code that lacks one of its bits was never added. With n codes in m bits a bit is still 0 with
   * probability e^(-kn/m); the error (1 - e^(-kn/m))^k is least at k = m/n ln 2, and then is 2^-k.
   * So for an error p
   *
   *     m = -n ln p / (ln 2)^2       9.59 bits a code at 1 %
   *     k = m/n ln 2 = -log2 p       7 bits to set and look at
   *
   * k hashes are made of one: with a 64-bit hash cut into a and b, the i-th bit is a + i b. That
   * costs one hash instead of seven and leaves the error as it is [2]. The hash is keyed: anybody
   * can choose aliases, and could fill the filter with ones that hit the bits of another.
   *
   * Bits are never cleared. A deleted link stays in; it answers 410, and so must be found.
   *
   * [1] Bloom: Space/time trade-offs in hash coding with allowable errors, 1970
   * [2] Kirsch, Mitzenmacher: Less hashing, same performance: building a better Bloom filter, 2006
   */

  /** The largest array of longs holds so many bits: 14 billion codes at 1 %. */
  private static final long BITS_MAX = (Integer.MAX_VALUE - 8L) * Long.SIZE;

  private static final double LN_2 = Math.log(2);

  private final SipHash hash;
  private final AtomicLongArray words;
  private final long bits;
  private final int bitsEach;

  /**
   * An empty filter.
   *
   * @param hash under a key that nobody outside knows
   * @param codes how many it shall hold at that error
   * @param errorRate how often it may say "maybe" of a code that was never added: above 0, below 1
   * @throws IllegalArgumentException where that can't be
   */
  public BloomFilter(SipHash hash, long codes, double errorRate) {
    this.hash = hash;
    this.bits = bitsFor(codes, errorRate);
    this.bitsEach = (int) Math.max(1, Math.round((double) bits / codes * LN_2));
    this.words = new AtomicLongArray((int) Math.ceilDiv(bits, Long.SIZE));
  }

  private static long bitsFor(long codes, double errorRate) {
    if (codes < 1 || !(errorRate > 0 && errorRate < 1)) {
      throw new IllegalArgumentException(codes + " codes at an error of " + errorRate);
    }
    var bits = Math.ceil(-codes * Math.log(errorRate) / (LN_2 * LN_2));
    if (bits > BITS_MAX) {
      throw new IllegalArgumentException(codes + " codes need more than " + BITS_MAX + " bits");
    }
    return (long) bits;
  }

  /** Adds a code; it may be there already. */
  public void add(String code) {
    var hashed = hash(code);
    var step = step(hashed);
    for (var i = 0; i < bitsEach; i++) {
      var bit = bit(hashed, step, i);
      set((int) (bit >>> 6), 1L << bit);
    }
  }

  /** False where the code was certainly never added. */
  public boolean mayContain(String code) {
    var hashed = hash(code);
    var step = step(hashed);
    for (var i = 0; i < bitsEach; i++) {
      var bit = bit(hashed, step, i);
      if ((words.get((int) (bit >>> 6)) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** What it takes, in bytes. */
  public long bytes() {
    return (long) words.length() * Long.BYTES;
  }

  /** Most bits are set already once it has filled: so it looks before it writes. */
  private void set(int word, long mask) {
    var before = words.get(word);
    while ((before & mask) == 0 && !words.weakCompareAndSetVolatile(word, before, before | mask)) {
      before = words.get(word);
    }
  }

  /** Eight characters at a time, each hash the key to the next; codes are ASCII. */
  private long hash(String code) {
    var hashed = (long) code.length();
    var word = 0L;
    for (var i = 0; i < code.length(); i++) {
      word = (word << 8) | (code.charAt(i) & 0xff);
      if ((i & 7) == 7 || i == code.length() - 1) {
        hashed = hash.hash(hashed ^ word);
        word = 0;
      }
    }
    return hashed;
  }

  /** Odd, so that the steps don't fall back onto few bits. */
  private static long step(long hashed) {
    return Long.rotateLeft(hashed, 32) | 1;
  }

  /**
   * The i-th bit: the upper half of a 128-bit product maps a hash onto the bits without a division.
   */
  private long bit(long hashed, long step, int i) {
    return Math.unsignedMultiplyHigh(hashed + i * step, bits);
  }
}
