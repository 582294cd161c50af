package dev.whiteboard.cdn.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets a URL in when it is asked for the second time within a while, as most are asked for once and
 * would only drive out what is used. Now and then one is let in at once.
 */
public final class SecondRequest implements Admission {
  /*
   * Two Bloom filters (Bloom 1970). Both are asked, the younger is written; when that has seen
   * KEYS keys, the older is emptied and becomes the younger. So a key is remembered for KEYS to
   * 2 KEYS others, and neither ever fills up. A single filter would have to be emptied at once,
   * and would know nothing for a while; one with counters would take four times the bits.
   *
   * 16 bits a key and 4 places each: a full filter says yes to (1 - e^(-4/16))^4 = 0.24 % of the
   * keys that it never saw, both together to 0.48 % at the worst.
   *
   * Threads write without a lock. A bit that is set while its filter is emptied may be lost: that
   * key is let in at its third request.
   */

  private static final int BITS_PER_KEY = 16;
  private static final int PLACES = 4;

  private final int keysMax;
  private final long bitMask;
  private final AtomicLongArray[] filters;
  private final AtomicInteger written = new AtomicInteger();
  private volatile int younger;

  /**
   * A filter of 4 bytes a key.
   *
   * @param keysMax how many keys one of its halves remembers; some of what fits in the cache
   */
  public SecondRequest(int keysMax) {
    if (keysMax < 1) {
      throw new IllegalArgumentException("remembers 1 key or more, not " + keysMax);
    }
    this.keysMax = keysMax;
    var bits = Math.max(Long.SIZE, Long.highestOneBit((long) keysMax * BITS_PER_KEY - 1) << 1);
    this.bitMask = bits - 1;
    var words = (int) (bits / Long.SIZE);
    this.filters = new AtomicLongArray[] {new AtomicLongArray(words), new AtomicLongArray(words)};
  }

  @Override
  public boolean admits(long keyHash) {
    var now = younger;
    var step = Keys.stir(keyHash) | 1;
    if (has(filters[now], keyHash, step) || has(filters[1 - now], keyHash, step)) {
      return true;
    }
    add(filters[now], keyHash, step);
    if (written.incrementAndGet() == keysMax) {
      age(1 - now);
    }
    return false;
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

  private void add(AtomicLongArray filter, long hash, long step) {
    var place = hash;
    for (var i = 0; i < PLACES; i++, place += step) {
      var bit = 1L << place;
      filter.getAndUpdate(word(place), bits -> bits | bit);
    }
  }

  private int word(long place) {
    return (int) ((place & bitMask) >>> 6);
  }

  /** By the one thread whose key was the last: others go on with the younger one until it is. */
  private void age(int older) {
    for (var i = 0; i < filters[older].length(); i++) {
      filters[older].set(i, 0);
    }
    written.set(0);
    younger = older;
  }
}
