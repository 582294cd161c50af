package dev.whiteboard.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.PlainLru;
import dev.whiteboard.cdn.cache.Policy;
import java.util.stream.LongStream;

/** A policy that a recorded trace is played to. */
public enum Contender {
  /** What the future tells: nobody can have more. By entries only. */
  OPT,
  /** {@link PlainLru}. */
  PLAIN_LRU,
  /** Ours. */
  LRU,
  /** Ours. */
  SIEVE,
  /** Ours. */
  S3_FIFO,
  /** Ours. */
  W_TINY_LFU,
  /** As it comes. */
  CAFFEINE;

  /** What a node takes unless told otherwise. */
  static final Contender DEFAULT = valueOf(Policy.DEFAULT.name());

  /** Where its buffers stand decides a little, and differs from run to run. */
  private static final int CAFFEINE_RUNS = 3;

  /** Hits of a cache that holds so much, of 100 requests. */
  public double percent(Trace trace, long size) {
    return 100 * hits(trace, size) / trace.length();
  }

  /** Hits of a cache that holds so much. */
  double hits(Trace trace, long size) {
    return switch (this) {
      case OPT -> new Belady(trace).hits(Math.toIntExact(size));
      case PLAIN_LRU -> ours(trace, new PlainLru<>(bounds(size)));
      case LRU, SIEVE, S3_FIFO, W_TINY_LFU ->
          ours(trace, Policy.valueOf(name()).cache(bounds(size)));
      case CAFFEINE ->
          LongStream.range(0, CAFFEINE_RUNS)
              .map(_ -> caffeine(trace, size))
              .average()
              .orElseThrow();
    };
  }

  private static Bounds<Long, Long> bounds(long size) {
    return Bounds.weight(size, (_, weight) -> weight);
  }

  private static long ours(Trace trace, Cache<Long, Long> cache) {
    return play(
        trace,
        (key, weight) -> {
          var isHit = cache.get(key) != null;
          if (!isHit) {
            cache.put(key, weight);
          }
          return isHit;
        });
  }

  private static long caffeine(Trace trace, long size) {
    var builder = Caffeine.newBuilder().executor(Runnable::run);
    var cache =
        trace.isByEntries()
            ? builder.maximumSize(size).<Long, Long>build()
            : builder
                .maximumWeight(size)
                .weigher((Long _, Long weight) -> Math.toIntExact(weight))
                .<Long, Long>build();
    return play(
        trace,
        (key, weight) -> {
          var isHit = cache.getIfPresent(key) != null;
          if (!isHit) {
            cache.put(key, weight);
          }
          return isHit;
        });
  }

  @FunctionalInterface
  private interface Player {
    boolean isHit(long key, long weight);
  }

  private static long play(Trace trace, Player player) {
    var hits = 0L;
    for (var i = 0; i < trace.length(); i++) {
      if (player.isHit(trace.key(i), trace.weight(i))) {
        hits++;
      }
    }
    return hits;
  }
}
