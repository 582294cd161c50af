package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** All interleavings of a few threads, at one moment: each comes out as some order of the calls. */
final class LinearizabilityTest {
  @Test
  void gcra_allInterleavings_areLinearizable() {
    check(GcraKey.class);
  }

  @Test
  void fixedWindow_allInterleavings_areLinearizable() {
    check(FixedWindowKey.class);
  }

  @Test
  void slidingWindow_allInterleavings_areLinearizable() {
    check(SlidingWindowKey.class);
  }

  @Test
  void tokenBucket_allInterleavings_areLinearizable() {
    check(TokenBucketKey.class);
  }

  @Test
  void leakyBucket_allInterleavings_areLinearizable() {
    check(LeakyBucketKey.class);
  }

  @Test
  void leakyQueue_allInterleavings_areLinearizable() {
    check(LeakyQueueKey.class);
  }

  private static void check(Class<?> key) {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(60)
        .threads(2)
        .actorsPerThread(3)
        .check(key);
  }

  /** A key of three permits. */
  public abstract static class Key {
    private final LocalLimiter limiter;

    Key(Algorithm algorithm) {
      limiter = LocalLimiters.of(Limit.of(algorithm, 3, Limit.PER_MIN), () -> 0);
    }

    @Operation
    public boolean takeOne() {
      return limiter.tryAcquire("a", 1, new Verdict());
    }

    @Operation
    public boolean takeTwo() {
      return limiter.tryAcquire("a", 2, new Verdict());
    }

    @Operation
    public long left() {
      var verdict = new Verdict();
      limiter.peek("a", 1, verdict);
      return verdict.remaining();
    }

    @Operation
    public void forget() {
      limiter.forget("a");
    }
  }

  /** By GCRA. */
  public static final class GcraKey extends Key {
    public GcraKey() {
      super(Algorithm.GCRA);
    }
  }

  /** By a fixed window. */
  public static final class FixedWindowKey extends Key {
    public FixedWindowKey() {
      super(Algorithm.FIXED_WINDOW);
    }
  }

  /** By a sliding window. */
  public static final class SlidingWindowKey extends Key {
    public SlidingWindowKey() {
      super(Algorithm.SLIDING_WINDOW);
    }
  }

  /** By a token bucket. */
  public static final class TokenBucketKey extends Key {
    public TokenBucketKey() {
      super(Algorithm.TOKEN_BUCKET);
    }
  }

  /** By a leaky bucket. */
  public static final class LeakyBucketKey extends Key {
    public LeakyBucketKey() {
      super(Algorithm.LEAKY_BUCKET);
    }
  }

  /** By a queue, for which nobody waits here. */
  public static final class LeakyQueueKey extends Key {
    public LeakyQueueKey() {
      super(Algorithm.LEAKY_QUEUE);
    }
  }
}
