package dev.whiteboard.capacity.result;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How something changes with something else: latency with load, throughput with cores.
 *
 * @param id as result documents have it
 * @param x what changes: {@code offered 1/s}, {@code connections}, {@code cores}
 * @param y what it changes: {@code p99 us}, {@code 1/s}
 * @param limit of y, where there is one
 * @param points by rising x
 */
public record Curve(String id, String x, String y, OptionalDouble limit, List<Point> points) {
  /**
   * One of them.
   *
   * @param x so much
   * @param p50 the median, where y is a latency
   * @param y so much
   */
  public record Point(double x, OptionalDouble p50, double y) {}

  /** Points come by rising x. */
  public Curve {
    points = List.copyOf(points);
  }

  /** Whether it is latency against load. */
  public boolean isLatency() {
    return x.startsWith("offered");
  }

  /**
   * The last point before the limit was missed for the first time; without a limit there is none.
   */
  public Optional<Point> knee() {
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    return points.stream()
        .takeWhile(point -> point.y <= limit.getAsDouble())
        .reduce((_, later) -> later);
  }
}
