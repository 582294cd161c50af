package dev.whiteboard.chat.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How many clients a node welcomes at once, and when the others are to come back. Who has a node to
 * himself is never asked to wait; it is for the second after another node died.
 *
 * <p>For any thread.
 */
public final class Admission {
  /*
   * A node that begins every welcome at once ends every one of them late. 3,000 clients come within
   * a second, a core welcomes 300 a second, and a client gives up after 10 s: the last third is
   * served in vain, comes again, and takes the places of others. It never ends.
   *
   * So a bounded number is under way, and who comes on top of it is sent away at once, which costs
   * next to nothing. Each of those gets a place in a row. By Little's law n welcomes under way, each
   * of which takes w, are n / w a second: so the row moves on by w / n with each place, and clients
   * return as fast as they can be served.
   *
   *   128 under way, 400 ms each: 320/s, a place each 3.1 ms
   *   3,000 come at once: 128 begin, the next comes back after 3 ms, the last after 9 s
   *
   * w is a moving mean of the last welcomes. When it grows after somebody was told his place, he
   * comes too early, and gets another.
   */

  /** Nobody is asked to come back sooner: a round trip and a handshake take that long anyway. */
  static final long COME_BACK_MS_MIN = 100;

  /**
   * Nor later: a node may come to life meanwhile. From half of it on at random, as the row is full.
   */
  static final long COME_BACK_MS_MAX = 15_000;

  /** How much the last welcome counts in the mean. */
  private static final double LAST_WEIGHT = 1.0 / 16;

  /** Until it is known better. */
  private static final double TAKES_MS_AT_FIRST = 50;

  private static final double NANOS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final int max;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Counter turnedAway;

  // Guarded by this.
  private int underWay;
  private double takesMs = TAKES_MS_AT_FIRST;
  private double rowMs;

  /**
   * Nobody is there yet.
   *
   * @param max welcomes under way at once
   * @param nanoTime a clock that only goes forward
   */
  public Admission(int max, LongSupplier nanoTime, RandomGenerator random, MeterRegistry registry) {
    this.max = max;
    this.nanoTime = nanoTime;
    this.random = random;
    this.turnedAway =
        Counter.builder("chat_turned_away")
            .description("Clients that were told to come back, as too many came at once")
            .register(registry);
    this.rowMs = nowMs();
  }

  /** The right to be welcomed now; ends with one of its methods, once. */
  public final class Pass {
    private final double sinceMs = nowMs();

    private Pass() {}

    /** The client is welcome. */
    public void welcomed() {
      ended(Optional.of(nowMs() - sinceMs));
    }

    /** It went before, or could not be. */
    public void gaveUp() {
      ended(Optional.empty());
    }
  }

  /** Lets one in; empty where as many as may are being welcomed. */
  public synchronized Optional<Pass> enter() {
    if (underWay == max) {
      return Optional.empty();
    }
    underWay++;
    return Optional.of(new Pass());
  }

  private synchronized void ended(Optional<Double> tookMs) {
    underWay--;
    takesMs += (tookMs.orElse(takesMs) - takesMs) * LAST_WEIGHT;
  }

  /** When one who was not let in is to come back, in ms from now: a place in the row. */
  public synchronized long turnAway() {
    turnedAway.increment();
    var now = nowMs();
    rowMs = Math.max(rowMs, now) + takesMs / max;
    if (rowMs - now > COME_BACK_MS_MAX) {
      rowMs = now + COME_BACK_MS_MAX;
      return random.nextLong(COME_BACK_MS_MAX / 2, COME_BACK_MS_MAX);
    }
    return Math.max(COME_BACK_MS_MIN, Math.round(rowMs - now));
  }

  private double nowMs() {
    return nanoTime.getAsLong() / NANOS_PER_MS;
  }
}
