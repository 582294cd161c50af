package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;

/**
 * Time in units so small that a permit's interval is a whole number of them: nothing is rounded,
 * and nothing drifts.
 */
final class Pace {
  /*
   * 3 permits a second are one each 333,333,333.33 ns. Rounded down, three come in 999,999,999 ns:
   * more than the limit, and after 38 days a permit too many has come. Counted in thirds of a
   * nanosecond the interval is 1,000,000,000 units, and that is that.
   *
   *   units a tick     permits * tick / g          3
   *   interval         per / g                     1,000,000,000 units
   *   where g          gcd(per, permits * tick)
   *
   * A word has 63 bits for units. They must hold the burst, and an hour, at 61 bits each; where a
   * tick of 1 ns has too many units, the tick is 10 ns, 100 ns and so on, and time is read in whole
   * ticks. It is 1 ns up to 640,000 permits a period, whatever the period is up to an hour, and for
   * most limits beyond: 1,000,000,000 a second are one unit each nanosecond. A period that is no
   * whole number of such ticks is rounded up to one: it never admits more.
   *
   * A word that is older than the bits last (horizonNanos: 73 years at one unit a nanosecond, an hour
   * at the least) is renewed with a start nearer to now.
   */

  private static final long UNITS_MAX = 1L << 61;
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final long permitsMax;
  private final long tickNanos;
  private final long unitsPerTick;
  private final long interval;
  private final long burst;
  private final long horizonNanos;
  private final Divisor byInterval;
  private final Divisor byUnitsPerTick;
  private final Divisor byTick;

  private Pace(long permitsMax, long tickNanos, long unitsPerTick, long interval) {
    this.permitsMax = permitsMax;
    this.tickNanos = tickNanos;
    this.unitsPerTick = unitsPerTick;
    this.interval = interval;
    this.burst = permitsMax * interval;
    this.horizonNanos = timesOr(UNITS_MAX / unitsPerTick, tickNanos, Worded.ELAPSED_NANOS_MAX);
    this.byInterval = new Divisor(interval);
    this.byUnitsPerTick = new Divisor(unitsPerTick);
    this.byTick = new Divisor(tickNanos);
  }

  /** The pace of a limit, with the finest tick that fits. */
  static Pace of(Limit limit) {
    var perNanos = limit.per().toNanos();
    for (var tick = 1L; ; tick *= 10) {
      var perTicks = Math.ceilDiv(perNanos, tick);
      var common = gcd(perTicks, limit.permits());
      var unitsPerTick = limit.permits() / common;
      var interval = perTicks / common;
      if (unitsPerTick <= UNITS_MAX / Math.ceilDiv(HOUR_NANOS, tick)
          && interval <= UNITS_MAX / limit.burst()) {
        return new Pace(limit.burst(), tick, unitsPerTick, interval);
      }
    }
  }

  private static long gcd(long one, long other) {
    return other == 0 ? one : gcd(other, one % other);
  }

  /** What fills or empties the whole burst, in units. */
  long burst() {
    return burst;
  }

  /** Between permits, in units. */
  long interval() {
    return interval;
  }

  /** The age at which a word is renewed. */
  long horizonNanos() {
    return horizonNanos;
  }

  /** The finest time that is told apart. */
  long tickNanos() {
    return tickNanos;
  }

  /** Whole ticks, in units. */
  long units(long elapsedNanos) {
    return byTick.into(elapsedNanos) * unitsPerTick;
  }

  /**
   * Until so many units after the tick of now have passed, rounded up. {@link Long#MAX_VALUE} where
   * that is beyond it.
   */
  long nanos(long units, long elapsedNanos) {
    if (units <= 0) {
      return 0;
    }
    var ticks = byUnitsPerTick.into(units + unitsPerTick - 1);
    if (tickNanos == 1) {
      return ticks;
    }
    var nanos = timesOr(ticks, tickNanos, Long.MAX_VALUE);
    return nanos == Long.MAX_VALUE
        ? nanos
        : nanos - (elapsedNanos - byTick.into(elapsedNanos) * tickNanos);
  }

  /** The permits were taken; so many units are used of the burst now. */
  boolean admit(Verdict verdict, long permits, long now, long elapsedNanos, long used) {
    verdict.admit(permits, now, 0);
    return left(verdict, elapsedNanos, used);
  }

  /** And have to wait for their turn. */
  boolean admitLater(Verdict verdict, long permits, long now, long elapsedNanos, long used) {
    verdict.admit(permits, now, nanos(used - permits * interval, elapsedNanos));
    return left(verdict, elapsedNanos, used);
  }

  /** They were not, with so many units used. */
  boolean deny(Verdict verdict, long permits, long now, long elapsedNanos, long used) {
    var missing = used + permits * interval - burst;
    verdict.deny(permits, now, nanos(missing, elapsedNanos));
    return left(verdict, elapsedNanos, used);
  }

  /** So it stands with the key; says whether it was admitted. */
  boolean left(Verdict verdict, long elapsedNanos, long used) {
    // Less than none is left for a thread that read the clock before others took what there was.
    var room = burst - used;
    var permits = byInterval.into(Math.max(room, 0));
    var more = permits == permitsMax ? 0 : (permits + 1) * interval - room;
    verdict.left(permitsMax, permits, nanos(more, elapsedNanos), nanos(used, elapsedNanos));
    return verdict.admitted();
  }

  /**
   * How many units of what was taken still count now.
   *
   * <p>Had it not been taken, the key would be further by all of it at first. From the moment at
   * which it would have been as new without, it gains no more, and by {@link
   * Verdict#resetAfterNanos} there is nothing left to give back. Where that moment was rounded up
   * to a tick, one tick is taken off: a refund never gives too much.
   */
  long refundable(Verdict taken, long now) {
    var all = taken.permits() * interval;
    var elapsed = now - taken.takenAt();
    if (elapsed <= 0) {
      return all;
    }
    var rounded = unitsPerTick == 1 ? 0 : 1;
    var ticks = (taken.resetAfterNanos() - elapsed) / tickNanos - rounded;
    return ticks <= 0 ? 0 : Math.min(all, timesOr(ticks, unitsPerTick, all));
  }

  /** A product, or something else where it is larger than that. */
  private static long timesOr(long one, long other, long most) {
    return one > most / other ? most : one * other;
  }
}
