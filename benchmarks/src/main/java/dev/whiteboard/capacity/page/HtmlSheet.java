package dev.whiteboard.capacity.page;

import dev.whiteboard.capacity.claim.Input;
import dev.whiteboard.capacity.claim.Interview;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Origin;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Verdict;
import dev.whiteboard.capacity.text.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sheet as one page that opens without a network. */
public final class HtmlSheet {
  /** No script at all, and nothing from anywhere; the drawn shapes are data. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'";

  private final Sheet sheet;

  private HtmlSheet(Sheet sheet) {
    this.sheet = sheet;
  }

  /** All of it. */
  public static String of(Sheet sheet) {
    var page = new HtmlSheet(sheet);
    return "<!doctype html>\n"
        + Tag.of("html")
            .with("lang", "en")
            .with("data-marker", "ink")
            .add(head(), Tag.of("body").add(skip(), bar(), page.main()))
        + "\n";
  }

  private static Tag head() {
    return Tag.of("head")
        .add(
            Tag.of("meta").with("charset", "utf-8"),
            Tag.of("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
            Tag.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Tag.of("title").text("Capacity: do the estimates hold?"),
            Tag.style(Stylesheet.text()));
  }

  private static Tag skip() {
    return Tag.of("a", "skip").with("href", "#claims").text("To the claims");
  }

  private static Tag bar() {
    return Tag.of("header", "bar")
        .add(
            Tag.of("div", "page")
                .add(
                    Tag.of("p", "brand").text("Whiteboard").add(Tag.of("span").text("capacity")),
                    Tag.of("nav")
                        .with("aria-label", "On this page")
                        .add(
                            link("#pictures", "Pictures"),
                            link("#claims", "Claims"),
                            link("#assumptions", "Assumptions"))));
  }

  private static Tag link(String where, String text) {
    return Tag.of("a").with("href", where).text(text);
  }

  private Tag main() {
    return Tag.of("main", "page stack-l")
        .add(
            question(),
            section("pictures", "Asked, and measured").addAll(DumbbellChart.of(sheet)),
            curves(),
            claims(),
            others(),
            assumptions());
  }

  private static Tag section(String id, String title) {
    return Tag.of("section", "stack")
        .with("id", id)
        .with("aria-labelledby", id + "-title")
        .add(Tag.of("div", "heading").add(Tag.of("h2").with("id", id + "-title").text(title)));
  }

  private Tag question() {
    var counts = Tag.of("dl", "figures");
    sheet
        .verdicts()
        .forEach((verdict, count) ->
            counts.add(
                Tag.of("div")
                    .add(
                        Tag.of("dt").add(ClaimTable.verdict(verdict)),
                        Tag.of("dd").text(String.valueOf(count)))));
    return Tag.of("section", "question")
        .add(
            Tag.of("h1")
                .text("Do the estimates of the interviews ")
                .add(Tag.of("em").text("hold?")),
            counts,
            sources());
  }

  private Tag sources() {
    var lines = new ArrayList<String>();
    Provenance.sources(sheet).forEach(each -> lines.add("Measured by " + each + "."));
    sheet.inputs().set().forEach(each -> lines.add("Set by hand: " + each + "."));
    lines.add("This page was made " + Provenance.made(sheet) + ".");
    var sources = Tag.of("div", "stack-s small");
    lines.forEach(each -> sources.add(Tag.of("p", "soft").text(each)));
    Provenance.warnings(sheet).forEach(each -> sources.add(Tag.of("p", "notice").text(each)));
    return sources;
  }

  private Tag curves() {
    var section = section("curves", "Where it bends");
    var drawn =
        sheet.measurements().curves().stream()
            .filter(CurveChart::canDraw)
            .map(CurveChart::of)
            .toList();
    return drawn.isEmpty()
        ? section.add(
            Tag.of("p", "empty")
                .text("No curve is measured yet: ")
                .add(Tag.of("code").text("./whiteboard bench redirects")))
        : section.add(Tag.of("div", "curves").addAll(drawn));
  }

  private Tag claims() {
    var section = section("claims", "Each claim, and its working").add(verdicts());
    for (var interview : Interview.values()) {
      var rows = sheet.rows().stream().filter(r -> r.claim().interview() == interview).toList();
      section.add(ClaimTable.of(interview, rows));
    }
    return section;
  }

  private static Tag verdicts() {
    var words = Tag.of("dl", "facts small");
    for (var verdict : Verdict.values()) {
      words.add(
          Tag.of("dt").add(ClaimTable.verdict(verdict)), Tag.of("dd").text(verdict.meaning()));
    }
    return words;
  }

  private Tag others() {
    var rows = new ArrayList<List<String>>();
    sheet
        .alsoMeasured()
        .forEach(each ->
            rows.add(List.of(each.name(), each.quantity().toString(), ClaimTable.range(each))));
    sheet
        .simulated()
        .forEach(each ->
            rows.add(List.of(each.name(), each.quantity().toString(), "simulated: " + each.how())));
    var section = section("others", "Also measured, and simulated");
    return rows.isEmpty()
        ? section.add(Tag.of("p", "empty").text("Nothing else."))
        : section.add(table("Figures that no claim rests on", rows));
  }

  private Tag assumptions() {
    var rows =
        Arrays.stream(Input.values())
            .filter(input -> figure(input).origins().contains(Origin.ASSUMED))
            .map(input -> List.of(input.id(), figure(input).quantity().toString(), input.meaning()))
            .toList();
    return section("assumptions", "What is assumed")
        .add(
            Tag.of("p")
                .text("Another price, another machine: ")
                .add(Tag.of("code").text("./whiteboard capacity --set node.cores=16"))
                .text("; --set list names all that can be set."),
            table("Inputs that no interview states", rows));
  }

  private Figure figure(Input input) {
    return sheet.inputs().get(input);
  }

  private static Tag table(String caption, List<List<String>> rows) {
    var body = Tag.of("tbody");
    for (var row : rows) {
      body.add(
          Tag.of("tr")
              .add(
                  Tag.of("th").with("scope", "row").add(Tag.of("code").text(row.get(0))),
                  Tag.of("td").text(row.get(1)),
                  Tag.of("td", "soft").text(row.get(2))));
    }
    return Tag.of("div", "card")
        .add(
            Tag.of("table", "plain").add(Tag.of("caption", "visually-hidden").text(caption), body));
  }
}
