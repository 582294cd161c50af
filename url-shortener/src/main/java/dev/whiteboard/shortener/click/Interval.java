package dev.whiteboard.shortener.click;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a series of visits is cut. */
public enum Interval {
  /** By the minute: as fine as visits are kept. */
  MINUTE(Duration.ofMinutes(1)),
  /** By the hour. */
  HOUR(Duration.ofHours(1)),
  /** By the day, in UTC. */
  DAY(Duration.ofDays(1));

  private final Duration length;

  Interval(Duration length) {
    this.length = length;
  }

  /** The interval of this name, in lower case. */
  public static Optional<Interval> named(String name) {
    return Arrays.stream(values())
        .filter(interval -> interval.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  /** How long one is. */
  public Duration length() {
    return length;
  }

  String sql() {
    return length.toSeconds() + " seconds";
  }
}
