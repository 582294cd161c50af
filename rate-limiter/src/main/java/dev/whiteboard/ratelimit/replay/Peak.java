package dev.whiteboard.ratelimit.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * More in one span than in any before it.
 *
 * @param atNanos when the last of them passed
 * @param count how many passed
 * @param fromNanos when the first of them passed
 */
public record Peak(long atNanos, int count, long fromNanos) {
  /**
   * Each new record. A span holds its start and not its end, as a log does that is cut to a period.
   *
   * @param passesNanos when each passed, rising
   * @param spanNanos how long a span is
   */
  static List<Peak> of(long[] passesNanos, long spanNanos) {
    var peaks = new ArrayList<Peak>();
    var first = 0;
    for (var last = 0; last < passesNanos.length; last++) {
      while (passesNanos[last] - passesNanos[first] >= spanNanos) {
        first++;
      }
      var count = last - first + 1;
      if (count > peaks.size()) { // each record is one more than the one before
        peaks.add(new Peak(passesNanos[last], count, passesNanos[first]));
      }
    }
    return List.copyOf(peaks);
  }
}
