package dev.whiteboard.kit.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was meant perhaps. */
public final class Spelling {
  /** A suggestion further off than this many edits is no help. */
  private static final int EDITS_MAX = 3;

  private Spelling() {}

  /** The nearest of the candidates, where it is near; of a name without end none is. */
  public static Optional<String> closest(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= EDITS_MAX)
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
        .filter(candidate -> edits(name, candidate) <= EDITS_MAX);
  }

  /** Levenshtein's distance, one row at a time: insertions, deletions and replacements. */
  private static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
