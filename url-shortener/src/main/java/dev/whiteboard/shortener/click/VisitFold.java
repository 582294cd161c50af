package dev.whiteboard.shortener.click;

import dev.whiteboard.shortener.visitor.UserAgents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Clicks folded into what is kept of them: visits by link and minute, and by link and day who came.
 * A hot link's thousands become a few rows.
 *
 * <p>Everything comes out sorted, so that two counters lock rows in the same order and never wait
 * for each other in a circle.
 */
public final class VisitFold {
  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;

  /** Who comes by no link: from a bookmark, a mail, another program. */
  private static final String NO_REFERRER = "direct";

  /**
   * A minute of a link.
   *
   * @param code the link
   * @param startMillis the minute's start, since the epoch
   */
  record Minute(String code, long startMillis) implements Comparable<Minute> {
    @Override
    public int compareTo(Minute other) {
      var byCode = code.compareTo(other.code);
      return byCode != 0 ? byCode : Long.compare(startMillis, other.startMillis);
    }
  }

  /**
   * A day of a link, in UTC.
   *
   * @param code the link
   * @param epochDay days since the epoch
   */
  record Day(String code, int epochDay) implements Comparable<Day> {
    @Override
    public int compareTo(Day other) {
      var byCode = code.compareTo(other.code);
      return byCode != 0 ? byCode : Integer.compare(epochDay, other.epochDay);
    }
  }

  /**
   * A name that visits of a day have in common.
   *
   * @param day the day
   * @param facet what is named
   * @param name such as Firefox
   */
  record Name(Day day, Facet facet, String name) implements Comparable<Name> {
    @Override
    public int compareTo(Name other) {
      var byDay = day.compareTo(other.day);
      var byFacet = byDay != 0 ? byDay : facet.compareTo(other.facet);
      return byFacet != 0 ? byFacet : name.compareTo(other.name);
    }
  }

  /** Who came on a day. */
  static final class DayVisitors {
    private final HyperLogLog visitors = new HyperLogLog();
    private long bots;

    HyperLogLog visitors() {
      return visitors;
    }

    long bots() {
      return bots;
    }
  }

  private final UserAgents userAgents;
  private final Predicate<String> kept;
  private final Map<Minute, Long> minutes = new HashMap<>();
  private final Map<Day, DayVisitors> days = new HashMap<>();
  private final Map<Name, Long> names = new HashMap<>();
  private int clicks;

  /**
   * An empty one, which reads user agents so.
   *
   * @param kept of which links; clicks of others are passed over
   */
  public VisitFold(UserAgents userAgents, Predicate<String> kept) {
    this.userAgents = userAgents;
    this.kept = kept;
  }

  /** Adds clicks. */
  public VisitFold addAll(List<Click> added) {
    for (var click : added) {
      if (kept.test(click.code())) {
        add(click);
      }
    }
    return this;
  }

  /** How many clicks were added. */
  public int clicks() {
    return clicks;
  }

  /** Visits by link and minute. */
  SortedMap<Minute, Long> minutes() {
    return new TreeMap<>(minutes);
  }

  /** Who came, by link and day. */
  SortedMap<Day, DayVisitors> days() {
    return new TreeMap<>(days);
  }

  /** Visits by link, day and what they have in common. */
  SortedMap<Name, Long> names() {
    return new TreeMap<>(names);
  }

  private void add(Click click) {
    clicks++;
    var agent = userAgents.of(click.userAgent());
    var day = new Day(click.code(), (int) Math.floorDiv(click.atMillis(), DAY_MILLIS));
    var ofDay = days.computeIfAbsent(day, _ -> new DayVisitors());
    if (agent.isBot()) {
      ofDay.bots++;
      return;
    }
    var minute = Math.floorDiv(click.atMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
    minutes.merge(new Minute(click.code(), minute), 1L, Long::sum);
    ofDay.visitors.add(click.visitor());
    addName(day, Facet.REFERRER, click.referrer().isEmpty() ? NO_REFERRER : click.referrer());
    addName(day, Facet.BROWSER, agent.browser());
    addName(day, Facet.SYSTEM, agent.system());
    addName(day, Facet.DEVICE, agent.device());
    if (!click.country().isEmpty()) {
      addName(day, Facet.COUNTRY, click.country());
    }
  }

  private void addName(Day day, Facet facet, String name) {
    names.merge(new Name(day, facet, name), 1L, Long::sum);
  }
}
