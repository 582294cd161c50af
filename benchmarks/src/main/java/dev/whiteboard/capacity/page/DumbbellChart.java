package dev.whiteboard.capacity.page;

import dev.whiteboard.capacity.page.Comparison.Axis;
import dev.whiteboard.capacity.sheet.Sheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Each claim as a line between two marks: an open one for what is asked, a full one for measured.
 */
final class DumbbellChart {
  /** Percent of the width that stay free at either end, for half a mark. */
  private static final double MARGIN = 2;

  private DumbbellChart() {}

  /** One list for each axis that has claims. */
  static List<Tag> of(Sheet sheet) {
    var comparisons = sheet.rows().stream().map(Comparison::of).toList();
    return Arrays.stream(Axis.values())
        .map(axis -> group(axis, comparisons.stream().filter(c -> c.axis() == axis).toList()))
        .toList();
  }

  private static Tag group(Axis axis, List<Comparison> comparisons) {
    var scale = Scale.log(comparisons.stream().flatMapToDouble(DumbbellChart::values));
    var bells = Tag.of("ol", "bells").with("role", "list");
    comparisons.forEach(each -> bells.add(bell(each, scale)));
    return Tag.of("figure", "card stack-s")
        .add(
            Tag.of("figcaption", "bells-head").add(Tag.of("h3").text(axis.title), legend(axis)),
            axis(axis, scale),
            bells);
  }

  private static DoubleStream values(Comparison comparison) {
    return DoubleStream.concat(
        DoubleStream.of(comparison.asked()),
        comparison.found().stream().mapToDouble(Comparison.Found::value));
  }

  private static Tag legend(Axis axis) {
    return Tag.of("p", "legend")
        .add(
            Tag.of("span", "mark-asked").text(axis.asked),
            Tag.of("span", "mark-found").text(axis.found));
  }

  private static Tag axis(Axis axis, Scale scale) {
    var svg = Tag.of("svg", "axis").with("width", "100%").with("height", "18");
    svg.with("aria-hidden", "true");
    for (var tick : scale.ticks()) {
      var place = scale.place(tick);
      var anchor = place < 0.05 ? "start" : place > 0.95 ? "end" : "middle";
      var at = place < 0.05 ? "0%" : place > 0.95 ? "100%" : percent(place);
      svg.add(
          Tag.of("text")
              .with("x", at)
              .with("y", "13")
              .with("text-anchor", anchor)
              .text(axis.label(tick)));
    }
    return Tag.of("div", "bell").add(Tag.of("span"), svg, Tag.of("span"));
  }

  private static Tag bell(Comparison comparison, Scale scale) {
    var row = comparison.row();
    var words =
        Stream.concat(
                Stream.of(Tag.of("span", "mark-asked").text(comparison.askedText())),
                comparison.found().stream()
                    .map(found -> Tag.of("span", "mark-found").text(found.text())))
            .toList();
    return Tag.of("li", "bell")
        .with("data-verdict", row.judgement().verdict().toString())
        .add(
            Tag.of("a").with("href", "#" + row.id()).text(row.id()),
            marks(comparison, scale),
            Tag.of("span", "bell-words").addAll(words));
  }

  private static Tag marks(Comparison comparison, Scale scale) {
    var svg = Tag.of("svg").with("width", "100%").with("height", "22").with("aria-hidden", "true");
    for (var tick : scale.ticks()) {
      svg.add(line("grid", percent(scale.place(tick)), "0", percent(scale.place(tick)), "22"));
    }
    var asked = percent(scale.place(comparison.asked()));
    comparison
        .found()
        .map(found -> percent(scale.place(found.value())))
        .ifPresent(found ->
            svg.add(line("link", asked, "11", found, "11"), circle("found", found, "11", "5")));
    return svg.add(circle("asked", asked, "11", "5.5"));
  }

  static Tag line(String classes, String x1, String y1, String x2, String y2) {
    return Tag.of("line", classes).with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
  }

  static Tag circle(String classes, String x, String y, String radius) {
    return Tag.of("circle", classes).with("cx", x).with("cy", y).with("r", radius);
  }

  private static String percent(double place) {
    return String.format(Locale.ROOT, "%.2f%%", MARGIN + place * (100 - 2 * MARGIN));
  }
}
