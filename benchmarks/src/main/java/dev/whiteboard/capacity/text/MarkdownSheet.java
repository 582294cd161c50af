package dev.whiteboard.capacity.text;

import static dev.whiteboard.capacity.text.Markdown.code;
import static dev.whiteboard.capacity.text.Markdown.head;
import static dev.whiteboard.capacity.text.Markdown.row;
import static dev.whiteboard.capacity.text.Markdown.text;

import dev.whiteboard.capacity.claim.Input;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Origin;
import dev.whiteboard.capacity.sheet.Row;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Sizing;
import dev.whiteboard.capacity.sheet.Verdict;
import java.util.function.Function;

/** The sheet as a page of Markdown. */
public final class MarkdownSheet {
  private static final String NONE = "";

  private final StringBuilder out = new StringBuilder();

  private MarkdownSheet() {}

  /** All of it. */
  public static String of(Sheet sheet) {
    var page = new MarkdownSheet();
    page.opening(sheet);
    page.claims(sheet);
    page.costs(sheet);
    page.workings(sheet);
    page.others(sheet);
    page.assumptions(sheet);
    return page.out.toString();
  }

  private void opening(Sheet sheet) {
    out.append("# Do the estimates of the interviews hold?\n\n");
    out.append("Made ").append(Provenance.made(sheet)).append(" by `./whiteboard capacity`. ");
    out.append("A figure that was computed is never called measured.\n\n");
    Provenance.sources(sheet).forEach(each -> item("Measured by " + text(each)));
    Provenance.warnings(sheet).forEach(each -> item(text(each)));
    sheet.inputs().set().forEach(each -> item("Set by hand: " + text(each)));
    out.append('\n');
  }

  private void item(String markdown) {
    out.append("- ").append(markdown).append('\n');
  }

  private void claims(Sheet sheet) {
    out.append("## Claims\n\n");
    out.append(head("claim", "stated", "recomputed", "arithmetic", "measured", "verdict"));
    for (var each : sheet.rows()) {
      out.append(
          row(
              each.id(),
              text(each.claim().stated().quantity().toString()),
              text(each.claim().recomputed().quantity().toString()),
              each.arithmetic().toString(),
              each.measured().map(MarkdownSheet::range).orElse(NONE),
              each.judgement().verdict().toString()));
    }
    out.append('\n');
    for (var verdict : Verdict.values()) {
      item("**" + verdict + "**: " + text(verdict.meaning()));
    }
    out.append('\n');
  }

  private static String range(Measured measured) {
    return text(
        "%s (%s to %s, n = %d)"
            .formatted(
                measured.brief(),
                measured.min().brief(),
                measured.max().brief(),
                measured.run().rounds()));
  }

  private void costs(Sheet sheet) {
    out.append("## What they take\n\n");
    out.append(
        "Derived from what was measured, at the assumptions below; the workings say how.\n\n");
    out.append(head("claim", "one takes", "fills first", "nodes", "a year costs"));
    for (var each : sheet.rows()) {
      each.sizing().ifPresent(sizing -> out.append(cost(each, sizing)));
    }
    out.append('\n');
  }

  private static String cost(Row each, Sizing sizing) {
    return row(
        each.id(),
        each.unitCost().map(MarkdownSheet::quantity).orElse(NONE),
        sizing.bottleneck().toString(),
        "%,.0f".formatted(sizing.nodes().quantity().value()),
        quantity(sizing.yearCost()));
  }

  private static String quantity(Figure figure) {
    return text(figure.quantity().toString());
  }

  private void workings(Sheet sheet) {
    out.append("## Workings\n");
    for (var each : sheet.rows()) {
      out.append("\n### ").append(each.id()).append("\n\n");
      out.append(text(each.claim().text()))
          .append(": ")
          .append(text(each.formula()))
          .append("\n\n");
      each.notes().forEach(note -> item(text(note)));
      each.sizing().ifPresent(sizing -> item("Nodes: " + text(sizing.nodes().formula())));
      each.rerun().ifPresent(command -> item("Measure it again: " + code(command)));
    }
    out.append('\n');
  }

  private void others(Sheet sheet) {
    table("## Also measured", sheet.alsoMeasured(), MarkdownSheet::range);
    table("## Simulated", sheet.simulated(), each -> quantity(each) + ", " + text(each.how()));
  }

  private <T extends Figure> void table(
      String title, Iterable<T> figures, Function<T, String> value) {
    if (!figures.iterator().hasNext()) {
      return;
    }
    out.append(title).append("\n\n").append(head("figure", "value"));
    figures.forEach(each -> out.append(row(text(each.name()), value.apply(each))));
    out.append('\n');
  }

  private void assumptions(Sheet sheet) {
    out.append("## Assumptions\n\nChange one: `./whiteboard capacity --set node.cores=16`.\n\n");
    out.append(head("name", "value", "meaning"));
    for (var input : Input.values()) {
      if (sheet.inputs().get(input).origins().contains(Origin.ASSUMED)) {
        out.append(row(input.id(), quantity(sheet.inputs().get(input)), text(input.meaning())));
      }
    }
  }
}
