package dev.whiteboard.shortener.click;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clicks folded into visits by link and minute: a hot link's thousands become one row. */
public final class VisitFold {
  private static final long MINUTE_MILLIS = 60_000;

  /**
   * Visits of a link in a minute.
   *
   * @param code the link
   * @param minuteMillis the minute's start, since the epoch
   * @param visits how many
   */
  public record MinuteVisits(String code, long minuteMillis, long visits) {}

  private record Minute(String code, long startMillis) {}

  private final Map<Minute, Long> visits = new HashMap<>();
  private int clicks;

  /** Adds a click. */
  public void add(String code, long atMillis) {
    clicks++;
    var start = Math.floorDiv(atMillis, MINUTE_MILLIS) * MINUTE_MILLIS;
    visits.merge(new Minute(code, start), 1L, Long::sum);
  }

  /** How many clicks were added. */
  public int clicks() {
    return clicks;
  }

  /**
   * The visits by link, then minute. Sorted, so that two counters lock rows in the same order and
   * never wait for each other in a circle.
   */
  public List<MinuteVisits> sorted() {
    return visits.entrySet().stream()
        .map(e -> new MinuteVisits(e.getKey().code, e.getKey().startMillis, e.getValue()))
        .sorted(
            Comparator.comparing(MinuteVisits::code).thenComparingLong(MinuteVisits::minuteMillis))
        .toList();
  }
}
