package dev.whiteboard.shortener.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit that this node keeps by itself: the generic cell rate algorithm (GCRA, ITU-T I.371).
 *
 * <p>Two nodes let twice as much through.
 */
public final class LocalRateLimit implements RateLimit {
  /*
   * One number a key: the moment at which all that was let through would have been, had it come at
   * an even pace ("theoretical arrival time"). It may lie ahead of now by the burst, and no further.
   * It is the token bucket, with nothing to refill: of a bucket of 3 and a permit each 20 s,
   *
   *   now   asked   ahead before   ahead after   said
   *   0 s   1       0 s            20 s          allowed
   *   0 s   2       20 s           60 s          allowed, the burst is spent
   *   5 s   1       55 s           -             denied: 75 - 60 = 15 s
   *   20 s  1       40 s           60 s          allowed
   *
   * The pace is rounded up to whole nanoseconds, so that never more than burst + rate * t are let
   * through in any time t. A full minute's permits are the burst, so in the first minute of all it
   * may be up to twice the limit.
   *
   * A key that is forgotten starts anew with its burst. That happens to keys that were idle until
   * their bucket was full, which changes nothing, and beyond KEYS_MAX to those that come seldom.
   */

  static final Decision ALLOWED = new Decision.Allowed();

  /** Keys remembered, at some 150 bytes each. */
  private static final int KEYS_MAX = 100_000;

  private final long nanosPerPermit;
  private final long burstNanos;
  private final int burst;
  private final Ticker ticker;
  private final Cache<String, AtomicLong> arrivals;

  /**
   * A limit for each key.
   *
   * @param permits how many in a period, and how many at once after a pause
   * @param ticker the time that passes
   */
  public LocalRateLimit(int permits, Duration period, Ticker ticker) {
    if (permits < 1) {
      throw new IllegalArgumentException("a limit of " + permits + " lets nothing through, ever");
    }
    this.nanosPerPermit = Math.ceilDiv(period.toNanos(), permits);
    this.burst = permits;
    this.burstNanos = nanosPerPermit * permits;
    this.ticker = ticker;
    this.arrivals =
        Caffeine.newBuilder()
            .maximumSize(KEYS_MAX)
            .ticker(ticker)
            .expireAfterAccess(Duration.ofNanos(burstNanos))
            .executor(Runnable::run)
            .build();
  }

  /**
   * As {@link RateLimit#tryAcquire}.
   *
   * @throws IllegalArgumentException for more permits than there ever are at once
   */
  @Override
  public Decision tryAcquire(String key, int permits) {
    if (permits < 1 || permits > burst) {
      throw new IllegalArgumentException(permits + " permits, of " + burst + " at once");
    }
    var arrival = arrivals.get(key, _ -> new AtomicLong(ticker.read()));
    while (true) {
      var now = ticker.read();
      var before = arrival.get();
      var after = later(before, now) + permits * nanosPerPermit;
      if (after - now > burstNanos) {
        return new Decision.Denied(Duration.ofNanos(after - now - burstNanos));
      }
      if (arrival.compareAndSet(before, after)) {
        return ALLOWED;
      }
    }
  }

  @Override
  public Decision peek(String key) {
    var arrival = arrivals.getIfPresent(key);
    if (arrival == null) {
      return ALLOWED;
    }
    var now = ticker.read();
    var wait = later(arrival.get(), now) + nanosPerPermit - now - burstNanos;
    return wait > 0 ? new Decision.Denied(Duration.ofNanos(wait)) : ALLOWED;
  }

  /** A ticker may start anywhere, and run over. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
