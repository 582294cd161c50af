package dev.whiteboard.chat.receipt;

import java.time.Duration;

/**
 * How long marks are gathered before they are written: the more there are, the longer, as of each
 * member only the furthest counts. Where 4,000 members have something new all the time, they are
 * 2,000 rows a second and not 16,000, and a receipt comes 2 s late.
 */
final class Pace {
  /** While there is little to do. */
  static final Duration MIN = Duration.ofMillis(250);

  /** Nobody waits longer for a tick. */
  static final Duration MAX = Duration.ofSeconds(2);

  private static final long MARKS_PER_SECOND = 2_000;

  private Pace() {}

  /**
   * What to wait before the next turn.
   *
   * @param marks how many the last one wrote
   */
  static Duration after(int marks) {
    var wanted = Duration.ofMillis(marks * 1_000L / MARKS_PER_SECOND);
    if (wanted.compareTo(MIN) < 0) {
      return MIN;
    }
    return wanted.compareTo(MAX) > 0 ? MAX : wanted;
  }
}
