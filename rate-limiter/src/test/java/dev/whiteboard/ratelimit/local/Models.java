package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the algorithms are by definition, written down as plainly as can be. */
final class Models {
  private Models() {}

  /** One key, by definition. */
  interface Model {
    /** Whether a request is admitted then; takes nothing. */
    boolean admits(long now, long permits);

    /** It was admitted. */
    void take(long now, long permits);
  }

  static Model of(Limit limit) {
    return switch (limit.algorithm()) {
      case FIXED_WINDOW -> new Windows(limit, false);
      case SLIDING_WINDOW -> new Windows(limit, true);
      case SLIDING_LOG, CONCURRENCY -> new Log(limit);
      case TOKEN_BUCKET, LEAKY_BUCKET, LEAKY_QUEUE, GCRA -> new Bucket(limit);
    };
  }

  /** A list of all that was taken. */
  private static final class Log implements Model {
    private record Entry(long at, long permits) {}

    private final Limit limit;
    private final Deque<Entry> entries = new ArrayDeque<>();

    Log(Limit limit) {
      this.limit = limit;
    }

    @Override
    public boolean admits(long now, long permits) {
      var used = 0L;
      for (var entry : entries) {
        used += now - entry.at() < limit.per().toNanos() ? entry.permits() : 0;
      }
      return used + permits <= limit.permits();
    }

    @Override
    public void take(long now, long permits) {
      entries.add(new Entry(now, permits));
      entries.removeIf(entry -> now - entry.at() >= limit.per().toNanos());
    }
  }

  /** A bucket of burst tokens, in fractions of which none is rounded: tokens * per. */
  private static final class Bucket implements Model {
    private final BigInteger permits;
    private final BigInteger per;
    private final BigInteger capacity;
    private BigInteger tokens;
    private long last;
    private boolean used;

    Bucket(Limit limit) {
      permits = BigInteger.valueOf(limit.permits());
      per = BigInteger.valueOf(limit.per().toNanos());
      capacity = per.multiply(BigInteger.valueOf(limit.burst()));
      tokens = capacity;
    }

    @Override
    public boolean admits(long now, long asked) {
      return at(now).compareTo(per.multiply(BigInteger.valueOf(asked))) >= 0;
    }

    @Override
    public void take(long now, long asked) {
      tokens = at(now).subtract(per.multiply(BigInteger.valueOf(asked)));
      last = now;
      used = true;
    }

    private BigInteger at(long now) {
      var passed = used ? BigInteger.valueOf(now - last) : BigInteger.ZERO;
      return tokens.add(passed.multiply(permits)).min(capacity);
    }
  }

  /** What was taken in each window. */
  private static final class Windows implements Model {
    private final Limit limit;
    private final boolean slides;
    private final List<long[]> taken = new ArrayList<>();

    Windows(Limit limit, boolean slides) {
      this.limit = limit;
      this.slides = slides;
    }

    @Override
    public boolean admits(long now, long permits) {
      var per = limit.per().toNanos();
      var window = Math.floorDiv(now, per);
      var inSight = BigInteger.valueOf(per - Math.floorMod(now, per));
      var weighed = BigInteger.valueOf(in(window) + permits).multiply(BigInteger.valueOf(per));
      if (slides) {
        weighed = weighed.add(BigInteger.valueOf(in(window - 1)).multiply(inSight));
      }
      return weighed.compareTo(
              BigInteger.valueOf(limit.permits()).multiply(BigInteger.valueOf(per)))
          <= 0;
    }

    @Override
    public void take(long now, long permits) {
      var window = Math.floorDiv(now, limit.per().toNanos());
      taken.removeIf(entry -> entry[0] < window - 1);
      taken.add(new long[] {window, permits});
    }

    private long in(long window) {
      return taken.stream().filter(entry -> entry[0] == window).mapToLong(entry -> entry[1]).sum();
    }
  }
}
