package dev.whiteboard.shortener.code;

import dev.whiteboard.shortener.code.IdRanges.IdRange;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts, and hides the count: an id from this node's range, permuted, in seven base-62 digits.
 *
 * <p>Distinct ids have distinct codes, so there is nothing to retry and nothing to look up; and the
 * next code can't be told from those before it.
 */
public final class PermutedCounter implements CodeGenerator {
  /** A code's length. 62^7 = 3.5 * 10^12 codes; 182.5 * 10^9 links fill 5.2 % of them. */
  public static final int DIGITS = 7;

  private final IdRanges ranges;
  private final CodePermutation permutation;
  private final ReentrantLock lock = new ReentrantLock();
  private long next;
  private long end;

  /** Counts within ranges, hides ids behind the permutation. */
  public PermutedCounter(IdRanges ranges, CodePermutation permutation) {
    this.ranges = ranges;
    this.permutation = permutation;
  }

  @Override
  public String code(String url, int attempt) {
    return Base62.encode(permutation.apply(nextId()), DIGITS);
  }

  private long nextId() {
    lock.lock();
    try {
      if (next == end) {
        take(ranges.lease());
      }
      return next++;
    } finally {
      lock.unlock();
    }
  }

  private void take(IdRange range) {
    if (range.end() > CodePermutation.SIZE) {
      throw new IllegalStateException("all codes of " + DIGITS + " characters are used up");
    }
    next = range.first();
    end = range.end();
  }
}
