package dev.whiteboard.cdn.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which keys were there of late, in a few bytes each. It may take a key for known that is
 * not, seldom; and it forgets those that were noted longest ago. For any thread; nothing blocks.
 */
public final class RecentKeys {
  /*
   * Two Bloom filters (Bloom 1970). Both are asked, the younger is written; when that has KEYS
   * keys, the older is emptied and becomes the younger. So a key is remembered for KEYS to 2 KEYS
   * others, and neither ever fills up. A single filter would have to be emptied at once, and would
   * know nothing for a while; one with counters would take four times the bits.
   *
   * 16 bits a key and 4 places each: a full filter says yes to (1 - e^(-4/16))^4 = 0.24 % of the
   * keys that it never saw, both together to 0.48 % at the worst.
   *
   * A key that comes while the older filter is emptied is not noted at all, as the younger is full
   * already. What comes a second time then counts as new once more.
   */

  /** Of one filter, before they are rounded up to a power of two. */
  private static final int BITS_PER_KEY = 16;

  private static final int PLACES = 4;

  /** 128 MB for each filter. */
  private static final int KEYS_MAX = 1 << 26;

  private final int keysMax;
  private final long bitMask;
  private final AtomicLongArray[] filters;
  private final AtomicInteger noted = new AtomicInteger();
  private volatile int younger;

  /**
   * Knows nothing yet. It takes 4 to 8 bytes a key.
   *
   * @param keysMax how many are remembered at least, up to 2^26
   */
  public RecentKeys(int keysMax) {
    if (keysMax < 1 || keysMax > KEYS_MAX) {
      throw new IllegalArgumentException(
          "remembers 1 to %d keys, not %d".formatted(KEYS_MAX, keysMax));
    }
    this.keysMax = keysMax;
    var bits = Math.max(Long.SIZE, Long.highestOneBit((long) keysMax * BITS_PER_KEY - 1) << 1);
    this.bitMask = bits - 1;
    var words = (int) (bits / Long.SIZE);
    this.filters = new AtomicLongArray[] {new AtomicLongArray(words), new AtomicLongArray(words)};
  }

  /** Whether a key with this {@link Keys#hash} was noted of late. */
  public boolean has(long keyHash) {
    var step = step(keyHash);
    return has(filters[0], keyHash, step) || has(filters[1], keyHash, step);
  }

  /** Notes a key that was not known. */
  public void note(long keyHash) {
    var now = younger;
    var place = noted.incrementAndGet();
    if (place <= keysMax) {
      note(filters[now], keyHash, step(keyHash));
    }
    if (place == keysMax) {
      age(1 - now);
    }
  }

  /** How far its places are from each other (Kirsch and Mitzenmacher 2006). */
  private static long step(long keyHash) {
    return Keys.stir(keyHash) | 1;
  }

  private boolean has(AtomicLongArray filter, long hash, long step) {
    var place = hash;
    for (var i = 0; i < PLACES; i++, place += step) {
      if ((filter.get(word(place)) & (1L << place)) == 0) {
        return false;
      }
    }
    return true;
  }

  private void note(AtomicLongArray filter, long hash, long step) {
    var place = hash;
    for (var i = 0; i < PLACES; i++, place += step) {
      var bit = 1L << place;
      filter.getAndUpdate(word(place), bits -> bits | bit);
    }
  }

  private int word(long place) {
    return (int) ((place & bitMask) >>> 6);
  }

  /** By the one thread whose key was the last. */
  private void age(int older) {
    for (var i = 0; i < filters[older].length(); i++) {
      filters[older].set(i, 0);
    }
    younger = older;
    noted.set(0);
  }
}
