package dev.whiteboard.cdn.origin;

import java.util.SortedMap;
import java.util.TreeMap;

/** How often each path was asked for; of more paths than it counts, all others together. */
final class Asked {
  static final int PATHS_MAX = 1_000;
  static final int PATH_CHARS_MAX = 200;
  static final String OTHERS = "(others)";

  private final SortedMap<String, Long> counts = new TreeMap<>();

  /** Once more; the answer is how often by now. */
  synchronized long count(String path) {
    var known = path.length() <= PATH_CHARS_MAX && (counts.containsKey(path) || hasRoom());
    return counts.merge(known ? path : OTHERS, 1L, Long::sum);
  }

  private boolean hasRoom() {
    return counts.size() < PATHS_MAX;
  }

  synchronized SortedMap<String, Long> all() {
    return new TreeMap<>(counts);
  }
}
