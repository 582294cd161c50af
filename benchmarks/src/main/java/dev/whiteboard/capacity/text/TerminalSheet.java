package dev.whiteboard.capacity.text;

import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.sheet.Arithmetic;
import dev.whiteboard.capacity.sheet.Row;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Verdict;
import java.util.stream.Collectors;

/** The sheet in 100 columns: a line for each claim, then what is wrong, in words. */
public final class TerminalSheet {
  private static final int COLUMNS = 100;
  private static final String LINE = "  %-19s %-19s %-17s %-17s %6s  %s";

  private final StringBuilder out = new StringBuilder();

  private TerminalSheet() {}

  /** All of it. */
  public static String of(Sheet sheet) {
    var terminal = new TerminalSheet();
    terminal.table(sheet);
    terminal.verdicts(sheet);
    terminal.trouble(sheet);
    terminal.sources(sheet);
    return terminal.out.toString();
  }

  private void table(Sheet sheet) {
    line(LINE.formatted("", "stated", "recomputed", "measured", "nodes", "verdict"));
    var title = "";
    for (var row : sheet.rows()) {
      var next = row.claim().interview().title();
      if (!next.equals(title)) {
        line("\n" + next);
        title = next;
      }
      line(row(row));
    }
  }

  private static String row(Row row) {
    return LINE.formatted(
        row.id().substring(row.id().indexOf('.') + 1),
        row.claim().stated().quantity(),
        sign(row.arithmetic()) + row.claim().recomputed().quantity().brief(),
        row.measured().map(Measured::brief).orElse("-"),
        row.sizing().map(sizing -> "%,.0f".formatted(sizing.nodes().quantity().value())).orElse(""),
        row.judgement().verdict());
  }

  private static String sign(Arithmetic arithmetic) {
    return switch (arithmetic) {
      case RIGHT -> "";
      case ROUNDED -> "~ ";
      case WRONG -> "! ";
    };
  }

  private void verdicts(Sheet sheet) {
    line("");
    var counts =
        sheet.verdicts().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    line(counts);
    line("~ is rounded and ! is wrong, by the interview's own inputs");
    if (!sheet.inputs().set().isEmpty()) {
      line("Set by you: " + String.join(", ", sheet.inputs().set()));
    }
  }

  private void trouble(Sheet sheet) {
    var rows =
        sheet.rows().stream()
            .filter(row ->
                row.judgement().verdict() == Verdict.BREAKS_AT
                    || row.arithmetic() == Arithmetic.WRONG)
            .toList();
    if (!rows.isEmpty()) {
      line("\nWhat breaks, and what is wrong");
      rows.forEach(row -> wrapped("  " + row.id() + ": " + String.join(" ", row.notes())));
    }
  }

  private void sources(Sheet sheet) {
    line("");
    Provenance.sources(sheet).forEach(source -> wrapped("Measured by " + source));
    Provenance.warnings(sheet).forEach(this::wrapped);
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  /** What doesn't fit goes on below, a little to the right. */
  private void wrapped(String text) {
    var rest = text;
    while (rest.length() > COLUMNS) {
      var end = rest.lastIndexOf(' ', COLUMNS);
      var cut = end > COLUMNS / 2 ? end : COLUMNS;
      line(rest.substring(0, cut));
      rest = "    " + rest.substring(cut).strip();
    }
    line(rest);
  }
}
