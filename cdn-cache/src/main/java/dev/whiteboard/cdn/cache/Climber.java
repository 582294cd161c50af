package dev.whiteboard.cdn.cache;

/**
 * Looks for the share of a cache that its window should have, by trying: as long as hits get more
 * it goes on, else it turns round.
 */
final class Climber {
  /*
   * After requests of 8 times the entries, the rate of hits is compared with that of the time before:
   *
   *   share      2 %    8.3 %  14.4 %  20.4 %   14.5 %  ...
   *   hits       30 %   34 %   36 %    35 %
   *   so              on     on      back
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

  private static final double SHARE_FIRST = 0.02;
  private static final double SHARE_MIN = 0.01;
  private static final double SHARE_MAX = 0.8;
  private static final double STEP_FIRST = 0.0625;
  private static final double STEP_SHORTER = 0.98;
  private static final double CHANGE_LARGE = 0.05;

  /** Requests for each entry, until it is time to compare. */
  private static final int SAMPLE = 8;

  private double share = SHARE_FIRST;
  private double step = STEP_FIRST;
  private double rateBefore;
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
    if (requests < (long) SAMPLE * entries) {
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
    var next = change >= 0 ? step : -step;
    share = Math.clamp(share + next, SHARE_MIN, SHARE_MAX);
    step = Math.abs(change) >= CHANGE_LARGE ? Math.copySign(STEP_FIRST, next) : next * STEP_SHORTER;
  }
}
