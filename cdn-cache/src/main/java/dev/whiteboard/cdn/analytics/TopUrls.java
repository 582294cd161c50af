package dev.whiteboard.cdn.analytics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The URLs that are asked for most, in bounded memory: Space-Saving (Metwally, Agrawal, El Abbadi,
 * 2005). A URL that is not among those counted takes the place of the smallest, and its count on
 * top; so a count is too high by that at most, and a URL with more than 1/256 of all requests is
 * always among them.
 *
 * <p>Not for two threads.
 */
final class TopUrls {
  /** URLs that are counted. */
  static final int COUNTED = 256;

  /** Of a longer URL the beginning counts. */
  static final int URL_CHARS_MAX = 512;

  private final Map<String, Count> counts = new HashMap<>();

  private static final class Count {
    private long requests;
    private long over;
  }

  /** A URL was asked for. */
  void asked(String url) {
    var name = url.length() <= URL_CHARS_MAX ? url : url.substring(0, URL_CHARS_MAX);
    var known = counts.get(name);
    if (known == null) {
      known = counts.size() < COUNTED ? new Count() : replaced();
      counts.put(name, known);
    }
    known.requests++;
  }

  /** Looks at all 256: who is not known yet is rare where it matters. */
  private Count replaced() {
    var smallest =
        counts.entrySet().stream()
            .min(Comparator.comparingLong(entry -> entry.getValue().requests))
            .orElseThrow();
    counts.remove(smallest.getKey());
    var count = smallest.getValue();
    count.over = count.requests;
    return count;
  }

  /** The first ones, most first. */
  List<Report.Url> top(int most) {
    var all = new ArrayList<Report.Url>();
    counts.forEach((url, count) -> all.add(new Report.Url(url, count.requests, count.over)));
    all.sort(Comparator.comparingLong(Report.Url::requests).reversed());
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }
}
