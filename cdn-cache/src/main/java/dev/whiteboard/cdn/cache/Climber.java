package dev.whiteboard.cdn.cache;

/**
 * Looks for the share of a cache that its window should have, by trying: as long as hits get more
 * it goes on, else it turns round.
 */
final class Climber {
  /*
   * After requests of 8 times the entries, the rate of hits is compared with that of the time before:
   *
   *   share      2 %    2 %    8.3 %  14.4 %  20.4 %   14.5 %  ...
   *   hits       30 %   28 %   32 %   34 %    33 %
   *   so           down   up     on     on      back
   *
   * It begins with the smallest window, and leaves it only when there are fewer hits than before, or
   * hardly any from the start. A first step up that nothing asked for is paid for by each loop and
   * scan, and by short traces until they end.
   *
   * A small cache waits for 2,000 requests: of 280 the rate is off by 4 points by chance alone, and
   * the climber would follow that.
   *
   * Each step is a little shorter than the last, so that it comes to rest; when the rate changes by 5
   * points or more something else is asked for now, and steps are as long as at first.
   *
   * Nothing has to be known about what is asked for, and it can't be led astray for good: names of
   * what was evicted, as ARC keeps them, promise hits on a loop that a larger window will not have.
   * But a trace shorter than a few samples is over before anything was learned, so the start counts.
   *
   * Source: Einziger, Eytan, Friedman, Manes: Adaptive Software Cache Management (Middleware 2018).
   * The numbers are those that did best on the recorded traces, all in all.
   */

  private static final double SHARE_MIN = 0.02;
  private static final double SHARE_MAX = 0.8;
  private static final double STEP_FIRST = 0.0625;
  private static final double STEP_SHORTER = 0.98;
  private static final double CHANGE_LARGE = 0.05;

  /** Requests for each entry, until it is time to compare. */
  private static final int SAMPLE = 8;

  /** Requests, however few entries there are. */
  private static final int SAMPLE_MIN = 2_000;

  /** Hits of all requests: with fewer in the first sample, the window is too small. */
  private static final double RATE_FIRST = 0.1;

  private double share = SHARE_MIN;
  private double step = -STEP_FIRST;
  private double rateBefore = RATE_FIRST;
  private long hitsBefore;
  private long missesBefore;

  /** Of the cache's bound. */
  double share() {
    return share;
  }

  /**
   * Compares, if it is time.
   *
   * @param hits ever
   * @param misses ever
   * @return whether the share is another now
   */
  boolean climb(long hits, long misses, int entries) {
    var hitsNow = hits - hitsBefore;
    var requests = hitsNow + misses - missesBefore;
    if (requests < Math.max(SAMPLE_MIN, (long) SAMPLE * entries)) {
      return false;
    }
    hitsBefore = hits;
    missesBefore = misses;
    climb((double) hitsNow / requests);
    return true;
  }

  private void climb(double rate) {
    var change = rate - rateBefore;
    rateBefore = rate;
    var next = change > 0 ? step : -step;
    share = Math.clamp(share + next, SHARE_MIN, SHARE_MAX);
    step = Math.abs(change) >= CHANGE_LARGE ? Math.copySign(STEP_FIRST, next) : next * STEP_SHORTER;
  }
}
