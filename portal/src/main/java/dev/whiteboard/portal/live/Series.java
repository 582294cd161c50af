package dev.whiteboard.portal.live;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The time series of a name, and of these values of its labels.
 *
 * @param name of the metric
 * @param labels the values that count, by the label's name; a label that is not here may have any
 */
public record Series(String name, Map<String, Set<String>> labels) {
  /** Copies the labels. */
  public Series {
    labels = Map.copyOf(labels);
  }

  /** All of a name. */
  static Series of(String name) {
    return new Series(name, Map.of());
  }

  /** Those of them that have one of these values. */
  Series where(String label, String... values) {
    var more = new HashMap<>(labels);
    more.put(label, Set.of(values));
    return new Series(name, more);
  }

  /** Whether a time series is one of these. */
  boolean holds(Sample.Key key) {
    return key.name().equals(name)
        && labels.entrySet().stream()
            .allMatch(
                label -> label.getValue().contains(key.labels().getOrDefault(label.getKey(), "")));
  }
}
