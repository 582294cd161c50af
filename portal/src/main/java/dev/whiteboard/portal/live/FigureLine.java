package dev.whiteboard.portal.live;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A figure now and over the last minute.
 *
 * @param figure which
 * @param now in its unit; empty where nothing is known, or there was nothing to take a share of
 * @param points a second each, the latest last, up to a minute of them
 */
public record FigureLine(Figure figure, OptionalDouble now, List<OptionalDouble> points) {
  /** Copies the points. */
  public FigureLine {
    points = List.copyOf(points);
  }
}
