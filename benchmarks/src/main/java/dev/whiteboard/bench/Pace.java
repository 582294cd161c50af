package dev.whiteboard.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How long a run still takes, by how long each part of it took the last time. Where parts take
 * longer than they did, or less, so will the rest.
 */
final class Pace {
  /** More than this is an accident, and no pace. */
  private static final double FACTOR_MAX = 3;

  private static final double FACTOR_MIN = 1 / FACTOR_MAX;

  private final Deque<Duration> rest;
  private Duration known = Duration.ZERO;
  private Duration took = Duration.ZERO;

  /** Of parts that are known to take so long, in their order. */
  Pace(List<Duration> parts) {
    rest = new ArrayDeque<>(parts);
  }

  /** The first of the rest is done. */
  void done(Duration time) {
    known = known.plus(rest.remove());
    took = took.plus(time);
  }

  /** What is left where the first of the rest has taken so long: never less than nothing. */
  Duration left(Duration sinceBegun) {
    if (rest.isEmpty()) {
      return Duration.ZERO;
    }
    var current = scaled(rest.getFirst()).minus(sinceBegun);
    var others = rest.stream().skip(1).reduce(Duration.ZERO, Duration::plus);
    return (current.isNegative() ? Duration.ZERO : current).plus(scaled(others));
  }

  private Duration scaled(Duration time) {
    if (known.isZero()) {
      return time;
    }
    var factor = (double) took.toMillis() / known.toMillis();
    return Duration.ofMillis(
        Math.round(time.toMillis() * Math.clamp(factor, FACTOR_MIN, FACTOR_MAX)));
  }

  /** As people say it: {@code 40 s}, {@code 12 min}. */
  static String inWords(Duration time) {
    return time.compareTo(Duration.ofSeconds(90)) < 0
        ? Math.max(1, time.toSeconds()) + " s"
        : Math.round(time.toSeconds() / 60.0) + " min";
  }
}
