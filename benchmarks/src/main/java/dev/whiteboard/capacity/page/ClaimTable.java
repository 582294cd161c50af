package dev.whiteboard.capacity.page;

import dev.whiteboard.capacity.claim.Interview;
import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.sheet.Arithmetic;
import dev.whiteboard.capacity.sheet.Row;
import dev.whiteboard.capacity.sheet.Sizing;
import dev.whiteboard.capacity.sheet.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The claims of one interview: a row for each, and its working below. */
final class ClaimTable {
  private static final List<String> COLUMNS =
      List.of("Claim", "Stated", "Recomputed", "Measured", "Takes", "Verdict");

  private ClaimTable() {}

  static Tag of(Interview interview, List<Row> rows) {
    var head = Tag.of("tr");
    for (var column : COLUMNS) {
      head.add(Tag.of("th").with("scope", "col").text(column));
    }
    var table =
        Tag.of("table", "claims")
            .add(
                Tag.of("caption").add(Tag.of("h3").text(interview.title())),
                Tag.of("thead").add(head));
    rows.forEach(row -> table.add(claim(row)));
    return Tag.of("div", "card").add(table);
  }

  /** Both rows in a body of their own: they stay together, on paper too. */
  private static Tag claim(Row row) {
    return Tag.of("tbody")
        .with("id", row.id())
        .add(
            Tag.of("tr", "claim")
                .add(
                    name(row),
                    cell("Stated").text(row.claim().stated().quantity().toString()),
                    recomputed(row),
                    measured(row),
                    takes(row),
                    cell("Verdict").add(verdict(row.judgement().verdict()))),
            Tag.of("tr", "working").add(working(row)));
  }

  private static Tag name(Row row) {
    return Tag.of("th")
        .with("scope", "row")
        .add(Tag.of("code").text(row.id()), small(row.claim().text()));
  }

  private static Tag cell(String label) {
    return Tag.of("td").with("data-label", label);
  }

  private static Tag small(String text) {
    return Tag.of("span", "below").text(text);
  }

  private static Tag recomputed(Row row) {
    var cell = cell("Recomputed").text(row.claim().recomputed().quantity().brief());
    return row.arithmetic() == Arithmetic.WRONG
        ? cell.add(Tag.of("strong", "below wrong").text("wrong"))
        : cell.add(small(row.arithmetic().toString()));
  }

  private static Tag measured(Row row) {
    var cell = cell("Measured");
    return row.measured()
        .map(measured -> cell.text(measured.brief()).add(small(range(measured))))
        .orElseGet(() -> cell.text("–"));
  }

  static String range(Measured measured) {
    return "%s to %s, n = %d"
        .formatted(measured.min().brief(), measured.max().brief(), measured.run().rounds());
  }

  private static Tag takes(Row row) {
    var cell = cell("Takes");
    return row.sizing()
        .map(sizing -> cell.text(sizing.nodes().quantity().toString()).add(small(price(sizing))))
        .orElseGet(() -> cell.text("–"));
  }

  private static String price(Sizing sizing) {
    return "by %s; %s".formatted(sizing.bottleneck(), sizing.yearCost().quantity());
  }

  static Tag verdict(Verdict verdict) {
    return Tag.of("span", "status")
        .with("data-verdict", verdict.toString())
        .text(verdict.toString());
  }

  private static Tag working(Row row) {
    var notes = Tag.of("ul");
    row.notes().forEach(note -> notes.add(Tag.of("li").text(note)));
    var details = new ArrayList<Tag>();
    details.add(Tag.of("p", "mono").text(row.formula()));
    details.add(notes);
    row.sizing().ifPresent(sizing -> details.add(nodes(sizing)));
    row.unitCost()
        .filter(Derived.class::isInstance)
        .ifPresent(cost -> details.add(line("One takes", cost)));
    row.atScale().ifPresent(figure -> details.add(line("All of them", figure)));
    row.rerun()
        .ifPresent(command ->
            details.add(Tag.of("p").text("Measure it again: ").add(Tag.of("code").text(command))));
    return Tag.of("td").with("colspan", String.valueOf(COLUMNS.size())).addAll(details);
  }

  private static Tag nodes(Sizing sizing) {
    return Tag.of("p", "mono").text("nodes = " + sizing.nodes().formula());
  }

  private static Tag line(String what, Figure figure) {
    return Tag.of("p").text("%s: %s, %s.".formatted(what, figure.quantity(), figure.label()));
  }
}
