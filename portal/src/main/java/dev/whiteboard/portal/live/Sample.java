package dev.whiteboard.portal.live;

import java.util.Map;

/**
 * One line of a {@code /metrics}: what was counted, and how far.
 *
 * @param key which time series
 * @param value its value, in the unit that its name ends in
 */
public record Sample(Key key, double value) {
  /**
   * A time series of a process.
   *
   * @param name as in {@code shortener_redirects_total}
   * @param labels their values by their names
   */
  public record Key(String name, Map<String, String> labels) {
    /** Copies the labels. */
    public Key {
      labels = Map.copyOf(labels);
    }
  }
}
