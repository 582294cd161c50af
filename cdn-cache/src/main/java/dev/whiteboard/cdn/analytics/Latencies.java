package dev.whiteboard.cdn.analytics;

import java.util.Arrays;

/**
 * How long things took, as counts in buckets: each power of two is cut into eight, so what is read
 * is at most one part in eight too high. Bounded: 256 counts, from 1 us to over an hour.
 *
 * <p>Not for two threads.
 */
final class Latencies {
  private static final int PARTS_BITS = 3;
  private static final int PARTS = 1 << PARTS_BITS;
  private static final int BUCKETS = 256;

  private final int[] counts = new int[BUCKETS];
  private long count;

  void record(long nanos) {
    counts[bucket(Math.max(0, nanos) / 1_000)]++;
    count++;
  }

  void add(Latencies other) {
    for (var i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
  }

  void clear() {
    Arrays.fill(counts, 0);
    count = 0;
  }

  /** The time in microseconds that this part of all took at most; 0 where there was none. */
  long micros(double part) {
    var rank = (long) Math.ceil(part * count);
    var seen = 0L;
    for (var i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return upper(i);
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < PARTS) {
      return (int) micros;
    }
    var exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    var part = (int) (micros >>> (exponent - PARTS_BITS)) & (PARTS - 1);
    return Math.min(BUCKETS - 1, (exponent - PARTS_BITS + 1) * PARTS + part);
  }

  /** The largest that falls into a bucket. */
  private static long upper(int bucket) {
    if (bucket < PARTS) {
      return bucket;
    }
    var exponent = bucket / PARTS + PARTS_BITS - 1;
    var width = 1L << (exponent - PARTS_BITS);
    return (1L << exponent) + (bucket % PARTS + 1) * width - 1;
  }
}
