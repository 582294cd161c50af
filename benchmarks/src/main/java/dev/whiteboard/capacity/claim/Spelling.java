package dev.whiteboard.capacity.claim;

import java.util.Locale;

/** How far one name is from another: letters to put in, take out or change (Levenshtein). */
final class Spelling {
  /** Nobody means a name that is longer. */
  private static final int LENGTH_MAX = 80;

  private Spelling() {}

  static int distance(String one, String other) {
    var from = lower(one);
    var to = lower(other);
    var row = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private static String lower(String name) {
    return name.substring(0, Math.min(name.length(), LENGTH_MAX)).toLowerCase(Locale.ROOT);
  }
}
