package dev.whiteboard.shortener.redirect;

import dev.whiteboard.shortener.code.SipHash;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All codes that were ever given out, in a Bloom filter that grows: so that somebody who tries
 * codes at random never gets as far as the database.
 *
 * <p>Fed with what the database has at the start, and from then on with each new link, of this node
 * and of all others. Until it is fed it believes that there may be anything.
 */
public final class KnownCodes {
  /** How often a code that was never given out passes. */
  static final double ERROR_RATE = 0.01;

  /** Room at the start: 12 KB. Doubled whenever it is used up. */
  private static final long CODES_AT_FIRST = 10_000;

  private static final Logger log = LoggerFactory.getLogger(KnownCodes.class);

  private final SipHash hash;
  private final long codesMax;
  private final AtomicLong added = new AtomicLong();

  /** What is asked; null until the first one is fed. */
  private volatile @Nullable BloomFilter filter;

  /** What is being fed; null when none is. New codes go into both. */
  private volatile @Nullable BloomFilter next;

  /** There are more codes than it may hold. */
  private volatile boolean overfed;

  /** How many the present filter has room for. */
  private volatile long room = CODES_AT_FIRST;

  /**
   * None yet.
   *
   * @param hash under a key that nobody outside knows
   * @param codesMax with more than so many it gives up, and lets everything pass: 1.2 B each
   */
  public KnownCodes(SipHash hash, long codesMax) {
    this.hash = hash;
    this.codesMax = codesMax;
  }

  /** Whether no link ever had this code; false also where that is not known. */
  public boolean isNever(String code) {
    var current = filter;
    return current != null && !current.mayContain(code);
  }

  /** There is a link under this code; nothing new where it was added before. */
  public void add(String code) {
    var current = filter;
    if (current == null || !current.mayContain(code)) {
      added.incrementAndGet();
    }
    add(next, code); // this one first: between the two it may become the other
    add(filter, code);
  }

  /** Whether it was not fed yet, or has taken in more than it has room for. */
  public boolean isHungry() {
    return !overfed && (filter == null || added.get() > room);
  }

  /** How many codes were added, but for those that the filter took for known. */
  public long added() {
    return added.get();
  }

  /**
   * Reads all codes there are into a new filter, with room for twice as many where it may have it.
   * Blocks; one at a time.
   *
   * @param places where they are; each tells the codes behind the given one in some order, the
   *     first ones behind "", an empty list at the end
   */
  public synchronized void feed(List<Function<String, List<String>>> places) {
    for (var size = Math.min(CODES_AT_FIRST, codesMax); size > 0; size = larger(size)) {
      var fresh = new BloomFilter(hash, size, ERROR_RATE);
      next = fresh;
      var limit = size == codesMax ? size : size / 2;
      var count = fill(fresh, places, limit);
      if (count <= limit) {
        room = size;
        added.set(count);
        filter = fresh;
        next = null;
        return;
      }
    }
    giveUp();
  }

  /** The next size to try; 0 where there is none. */
  private long larger(long size) {
    return size == codesMax ? 0 : Math.min(codesMax, size * 4);
  }

  private void giveUp() {
    overfed = true;
    filter = null;
    next = null;
    log.atWarn().addKeyValue("codesMax", codesMax).log("too many codes for the filter");
  }

  /** How many it read; more than the limit where it stopped early. */
  private static long fill(
      BloomFilter filter, List<Function<String, List<String>>> places, long limit) {
    var count = 0L;
    for (var pages : places) {
      var page = pages.apply("");
      while (!page.isEmpty()) {
        page.forEach(filter::add);
        count += page.size();
        if (count > limit) {
          return count;
        }
        page = pages.apply(page.getLast());
      }
    }
    return count;
  }

  private static void add(@Nullable BloomFilter filter, String code) {
    if (filter != null) {
      filter.add(code);
    }
  }
}
