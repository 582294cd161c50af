package dev.whiteboard.capacity.page;

import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Curve;
import dev.whiteboard.capacity.result.Curve.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A curve: latency against load on a logarithmic axis, with its limit and the knee, or throughput
 * against cores or connections, beside what it would be if more of them were more.
 */
final class CurveChart {
  private static final double LEFT = 17; // percent: labels stand before it
  private static final double WIDTH = 80;
  private static final int TOP = 24; // pixels
  private static final int HEIGHT = 180;
  private static final int BOTTOM = TOP + HEIGHT;

  private final Curve curve;
  private final Scale x;
  private final Scale y;
  private final Tag svg = Tag.of("svg", "curve");

  private CurveChart(Curve curve) {
    this.curve = curve;
    this.x = Scale.linear(curve.points().stream().mapToDouble(Point::x));
    this.y = curve.isLatency() ? Scale.log(heights()) : Scale.linear(heights());
  }

  /** Whether there is anything to draw: two points, and none at 0 on an axis that has none. */
  static boolean canDraw(Curve curve) {
    return curve.points().size() >= 2
        && curve.points().getLast().x() > 0
        && curve.points().stream().allMatch(point -> point.y() > 0);
  }

  /** It, and its figures in a table for those who don't see it. */
  static Tag of(Curve curve) {
    var chart = new CurveChart(curve);
    chart.draw();
    return Tag.of("figure", "card stack-s")
        .add(
            Tag.of("figcaption").add(Tag.of("h3").text(curve.id()), caption(curve)),
            chart.svg,
            table(curve));
  }

  private static Tag caption(Curve curve) {
    return Tag.of("p", "small soft").text(yName(curve) + " against " + xName(curve));
  }

  private static String xName(Curve curve) {
    return curve.isLatency() ? "offered load, a second" : curve.x();
  }

  private static String yName(Curve curve) {
    return curve.isLatency() ? "Latency" : "Throughput, a second,";
  }

  private DoubleStream heights() {
    var medians = curve.points().stream().flatMapToDouble(point -> point.p50().stream());
    var drawn = DoubleStream.concat(curve.points().stream().mapToDouble(Point::y), medians);
    return DoubleStream.concat(drawn, curve.limit().stream()).filter(value -> value > 0);
  }

  private void draw() {
    svg.with("width", "100%").with("height", String.valueOf(BOTTOM + 24));
    svg.with("role", "img").with("aria-label", description());
    axes();
    if (curve.isLatency()) {
      if (curve.points().stream().allMatch(point -> point.p50().orElse(0) > 0)) {
        series("p50", point -> point.p50().orElse(0));
      }
      limit();
      series("p99", Point::y);
    } else {
      ideal();
      series("p99", Point::y);
    }
  }

  private String description() {
    var last = curve.points().getLast();
    var knee =
        curve.knee().map(point -> "; the limit is met up to " + xLabel(point.x())).orElse("");
    return "%s: from %s at %s to %s at %s%s"
        .formatted(
            curve.id(),
            yLabel(curve.points().getFirst().y()),
            xLabel(curve.points().getFirst().x()),
            yLabel(last.y()),
            xLabel(last.x()),
            knee);
  }

  private void axes() {
    for (var tick : y.ticks()) {
      var at = down(tick);
      svg.add(
          DumbbellChart.line("grid", percent(0), at, percent(1), at),
          text(percent(-0.02), offset(at, 4), "end", yLabel(tick)));
    }
    var ticks = x.ticks();
    for (var i = 0; i < ticks.size(); i++) {
      var anchor = i > 0 && i == ticks.size() - 1 ? "end" : "middle";
      svg.add(
          text(across(ticks.get(i)), String.valueOf(BOTTOM + 18), anchor, count(ticks.get(i)))
              .with("class", i % 2 == 0 ? "major" : "minor")); // a phone has room for half of them
    }
  }

  private void series(String name, ToDoubleFunction<Point> value) {
    svg.add(polyline(name, curve.points(), value));
    for (var point : curve.points()) {
      svg.add(
          DumbbellChart.circle(
              "dot " + name, across(point.x()), down(value.applyAsDouble(point)), "3.5"));
    }
    if (curve.isLatency()) {
      var first = curve.points().getFirst();
      svg.add(
          text(across(first.x()), offset(down(value.applyAsDouble(first)), -10), "start", name));
    }
  }

  /** What grows with x as its first point does. */
  private void ideal() {
    var first = curve.points().getFirst();
    if (first.x() > 0) {
      var most = y.ticks().getLast();
      var end = Math.min(curve.points().getLast().x(), most * first.x() / first.y());
      var points = List.of(first, new Point(end, first.p50(), first.y() * end / first.x()));
      svg.add(polyline("ideal", points, Point::y));
      svg.add(text(across(end), offset(down(points.getLast().y()), -8), "end", "ideal"));
    }
  }

  private void limit() {
    curve
        .limit()
        .ifPresent(value -> {
          var at = down(value);
          svg.add(
              DumbbellChart.line("limit", percent(0), at, percent(1), at),
              text(percent(0.01), offset(at, 14), "start", "limit " + yLabel(value)));
        });
    curve
        .knee()
        .ifPresent(knee -> {
          var at = across(knee.x());
          var anchor = x.place(knee.x()) > 0.5 ? "end" : "start";
          svg.add(
              DumbbellChart.line("knee", at, String.valueOf(TOP), at, String.valueOf(BOTTOM)),
              text(at, String.valueOf(TOP - 11), anchor, "knee " + xLabel(knee.x())));
        });
  }

  /** In a picture of its own, 100 by 100, that is stretched: a line has no letters to be bent. */
  private Tag polyline(String name, List<Point> points, ToDoubleFunction<Point> value) {
    var places =
        points.stream()
            .map(point ->
                "%.2f,%.2f"
                    .formatted(
                        100 * x.place(point.x()), 100 - 100 * y.place(value.applyAsDouble(point))))
            .collect(Collectors.joining(" "));
    return Tag.of("svg")
        .with("x", LEFT + "%")
        .with("y", String.valueOf(TOP))
        .with("width", WIDTH + "%")
        .with("height", String.valueOf(HEIGHT))
        .with("viewBox", "0 0 100 100")
        .with("preserveAspectRatio", "none")
        .with("overflow", "visible")
        .add(Tag.of("polyline", name).with("points", places));
  }

  private static Tag text(String x, String y, String anchor, String text) {
    return Tag.of("text").with("x", x).with("y", y).with("text-anchor", anchor).text(text);
  }

  private String across(double value) {
    return percent(x.place(value));
  }

  private static String percent(double place) {
    return String.format(Locale.ROOT, "%.2f%%", LEFT + WIDTH * place);
  }

  private String down(double value) {
    return String.format(Locale.ROOT, "%.1f", BOTTOM - HEIGHT * y.place(value));
  }

  private static String offset(String pixels, int by) {
    return String.format(Locale.ROOT, "%.1f", Double.parseDouble(pixels) + by);
  }

  private String xLabel(double value) {
    return count(value) + (curve.isLatency() ? "/s" : "");
  }

  private static String count(double value) {
    return Quantity.of(value, "1").toString();
  }

  private String yLabel(double value) {
    return Quantity.of(value, curve.isLatency() ? "us" : "1").toString();
  }

  private static Tag table(Curve curve) {
    var chart = new CurveChart(curve);
    var head = Tag.of("tr").add(column(xName(curve)));
    if (curve.isLatency()) {
      head.add(column("p50"), column("p99"));
    } else {
      head.add(column("a second"));
    }
    var body = Tag.of("tbody");
    curve.points().forEach(point -> body.add(chart.tableRow(point)));
    return Tag.of("details")
        .add(
            Tag.of("summary").text("Figures"),
            Tag.of("table")
                .add(
                    Tag.of("caption", "visually-hidden").text(curve.id()),
                    Tag.of("thead").add(head),
                    body));
  }

  private static Tag column(String name) {
    return Tag.of("th").with("scope", "col").text(name);
  }

  private Tag tableRow(Point point) {
    var row = Tag.of("tr").add(Tag.of("td").text(xLabel(point.x())));
    if (curve.isLatency()) {
      row.add(
          Tag.of("td")
              .text(point.p50().isPresent() ? yLabel(point.p50().getAsDouble()) : "not taken"));
    }
    return row.add(Tag.of("td").text(yLabel(point.y())));
  }
}
