package dev.whiteboard.simulation;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of text, as a person reads them and as Markdown does.
 *
 * @param title what they are about
 * @param head a name for each column
 * @param rows cells, as many as the head has
 * @param note what is to be known to read them
 */
public record Table(String title, List<String> head, List<List<String>> rows, String note) {
  /** Refuses rows that are no rows of this head. */
  public Table {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
    for (var row : rows) {
      if (row.size() != head.size()) {
        throw new IllegalArgumentException("%s is no row of %s".formatted(row, head));
      }
    }
  }

  /** A cell, the same in all countries. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is of a library that is not here
  public static String cell(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** In columns of equal width. */
  public String text() {
    var widths = IntStream.range(0, head.size()).map(this::width).toArray();
    var lines = rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    var rule = line(IntStream.of(widths).mapToObj("-"::repeat).toList(), widths);
    return cell("### %s%n%n%s%s%s%n%s%n", title, line(head, widths), rule, lines, note);
  }

  private int width(int column) {
    var cells = rows.stream().mapToInt(row -> row.get(column).length());
    return Math.max(head.get(column).length(), cells.max().orElse(0));
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> padded(cells.get(i), widths[i], i == 0))
        .collect(Collectors.joining(" | ", "| ", " |%n".formatted()));
  }

  private static String padded(String cell, int width, boolean left) {
    var blanks = String.join("", Collections.nCopies(width - cell.length(), " "));
    return left ? cell + blanks : blanks + cell;
  }
}
