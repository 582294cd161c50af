package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Limit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a limit says by its definition, for one key and moments in microseconds that don't go back:
 * slow, with whole numbers of any size, and by other means than the scripts.
 */
sealed interface Oracle {
  /** How many permits there are at this moment. */
  long remaining(long micros);

  /** Takes them. */
  void take(long micros, long permits);

  static Oracle of(Limit limit, long perMicros) {
    return switch (limit.algorithm()) {
      case GCRA, TOKEN_BUCKET, LEAKY_BUCKET, LEAKY_QUEUE -> new Bucket(limit, perMicros);
      case SLIDING_LOG, CONCURRENCY -> new Log(limit, perMicros, new ArrayList<>());
      case FIXED_WINDOW -> new Windows(limit, perMicros, false, new ArrayList<>());
      case SLIDING_WINDOW -> new Windows(limit, perMicros, true, new ArrayList<>());
    };
  }

  /** A permit taken at a moment. */
  record Taken(long micros, long permits) {}

  /** Tokens in parts of 1 / per. */
  final class Bucket implements Oracle {
    private final Limit limit;
    private final BigInteger per;
    private final BigInteger full;
    private BigInteger parts;
    private long at;

    Bucket(Limit limit, long perMicros) {
      this.limit = limit;
      this.per = BigInteger.valueOf(perMicros);
      this.full = per.multiply(BigInteger.valueOf(limit.burst()));
      this.parts = full;
    }

    private BigInteger parts(long micros) {
      var came = BigInteger.valueOf(micros - at).multiply(BigInteger.valueOf(limit.permits()));
      return parts.add(came).min(full);
    }

    @Override
    public long remaining(long micros) {
      return parts(micros).divide(per).longValueExact();
    }

    @Override
    public void take(long micros, long permits) {
      parts = parts(micros).subtract(per.multiply(BigInteger.valueOf(permits)));
      at = micros;
    }
  }

  /** All that was ever taken. */
  record Log(Limit limit, long perMicros, List<Taken> all) implements Oracle {
    @Override
    public long remaining(long micros) {
      return limit.permits()
          - all.stream()
              .filter(taken -> taken.micros > micros - perMicros)
              .mapToLong(Taken::permits)
              .sum();
    }

    @Override
    public void take(long micros, long permits) {
      all.add(new Taken(micros, permits));
    }
  }

  /** The same, counted by windows. */
  record Windows(Limit limit, long perMicros, boolean weighed, List<Taken> all) implements Oracle {
    @Override
    public long remaining(long micros) {
      var window = micros / perMicros;
      var left = perMicros - micros % perMicros;
      var before = BigInteger.valueOf(weighed ? count(window - 1) : 0);
      var seen = before.multiply(BigInteger.valueOf(left)).divideAndRemainder(bigPer());
      var whole = seen[0].longValueExact() + seen[1].signum();
      return Math.max(0, limit.permits() - count(window) - whole);
    }

    private BigInteger bigPer() {
      return BigInteger.valueOf(perMicros);
    }

    private long count(long window) {
      return all.stream()
          .filter(taken -> taken.micros / perMicros == window)
          .mapToLong(Taken::permits)
          .sum();
    }

    @Override
    public void take(long micros, long permits) {
      all.add(new Taken(micros, permits));
    }
  }
}
