package dev.whiteboard.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.TreeSet;

/**
 * The best that any policy could do with entries that all weigh the same: out goes what is asked
 * for last of all. It knows what comes.
 *
 * @see <a href="https://doi.org/10.1147/sj.52.0078">Belady: A study of replacement algorithms for a
 *     virtual-storage computer</a>
 */
final class Belady {
  private final int[] next;

  /** When each request's key is asked for again; for those that are not, a moment of their own. */
  Belady(Trace trace) {
    next = new int[trace.length()];
    var last = new HashMap<Long, Integer>();
    Arrays.setAll(next, i -> next.length + i);
    for (var i = 0; i < next.length; i++) {
      var before = last.put(trace.key(i), i);
      if (before != null) {
        next[before] = i;
      }
    }
  }

  long hits(int size) {
    var kept = new TreeSet<Integer>();
    var hits = 0L;
    for (var i = 0; i < next.length; i++) {
      if (kept.remove(i)) {
        hits++;
      }
      kept.add(next[i]);
      if (kept.size() > size) {
        kept.pollLast();
      }
    }
    return hits;
  }
}
