package dev.whiteboard.cdn.cache;

/**
 * Counts uses for many threads, nearly: a number for each few threads, far apart in memory, added
 * to without a compare-and-set. Where two threads share a number, it may miss some.
 */
final class UseCounter {
  /** Numbers; a power of two. */
  private static final int NUMBERS = 16;

  /** From one to the next, in longs: two lines of the processor's cache. */
  private static final int APART = 16;

  private final long[] numbers = new long[(NUMBERS + 1) * APART];

  /** One more. */
  void increment() {
    numbers[(((int) Thread.currentThread().threadId() & (NUMBERS - 1)) + 1) * APART]++;
  }

  /** All so far. */
  long sum() {
    var sum = 0L;
    for (var i = 1; i <= NUMBERS; i++) {
      sum += numbers[i * APART];
    }
    return sum;
  }
}
