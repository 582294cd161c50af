package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.route.BadRoutesException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Gathers what is wrong with a text, up to a bound. */
final class Problems {
  /** More than this help nobody. */
  private static final int PROBLEMS_MAX = 100;

  private static final int SHOWN_CHARS_MAX = 60;

  private final List<Problem> found = new ArrayList<>();

  /** At a mark, which the library counts from 0. */
  void add(Optional<Mark> at, String field, String detail) {
    if (found.size() < PROBLEMS_MAX) {
      var line = at.map(Mark::getLine).orElse(0) + 1;
      var column = at.map(Mark::getColumn).orElse(0) + 1;
      found.add(new Problem(line, column, field, detail));
    }
  }

  int count() {
    return found.size();
  }

  /** Ends with all of them, where there is one. */
  void throwAny() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
      throw new BadRoutesException(found);
    }
  }

  /** What somebody wrote, in a message: short, on one line. */
  static String shown(String text) {
    var cut = text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text;
    return "'" + cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?") + "'";
  }
}
