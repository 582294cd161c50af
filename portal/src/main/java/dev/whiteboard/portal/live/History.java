package dev.whiteboard.portal.live;

import dev.whiteboard.portal.live.Figure.Measure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The figures of one system over the last minute, from what its processes said each second. Of one
 * thread at a time.
 *
 * <p>A counter says how often something happened since its process started. How often it happens a
 * second is the difference of two readings by the time between them, for each process by itself:
 * one that is slow to answer is read over a longer time.
 *
 * <pre>
 *   reading   0 s   1 s   2 s   3 s      4 s
 *   counter   100   140   140   (away)     6     it was started anew, and counts from 0
 *   a second    -    40     0     -        3     6 since the reading at 2 s: never less than 0
 * </pre>
 *
 * <p>What a process counted between its last reading and its end is not known, and left out.
 */
final class History {
  /** A minute, at a reading a second. */
  static final int POINTS_MAX = 60;

  /** Over so many points what happens a second is smoothed: a click is to be seen for a while. */
  static final int SMOOTHED_POINTS = 5;

  /** Somebody was away: it begins anew. A busy machine is late by less, and loses no count. */
  static final Duration GAP_MAX = Duration.ofSeconds(20);

  private static final double NANOS_A_SECOND = 1e9;
  private static final Optional<Fraction> NOTHING = Optional.empty();

  private final List<Figure> figures;
  private final Map<URI, Reading> latest = new HashMap<>();

  /** By the second, the oldest first, and in it by figure; empty for what is not known. */
  private final Deque<List<Optional<Fraction>>> points = new ArrayDeque<>();

  private long latestNanos;

  History(List<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  /** What was counted, and by what it is divided: added up, parts stay in proportion. */
  private record Fraction(double part, double whole) {}

  private record Reading(long nanos, Map<Sample.Key, Double> values) {}

  /** What came of a process since its last reading. */
  private record Step(double seconds, Map<Sample.Key, Double> before, Map<Sample.Key, Double> now) {
    double increase(Series series) {
      return now.entrySet().stream()
          .filter(value -> series.holds(value.getKey()))
          .mapToDouble(
              value -> increase(before.getOrDefault(value.getKey(), 0.0), value.getValue()))
          .sum();
    }

    private static double increase(double before, double now) {
      return now < before ? now : now - before;
    }
  }

  /**
   * Takes what the processes said.
   *
   * @param nanos when, by the clock that measures time spans
   * @param said by those that answered
   */
  void add(long nanos, Map<URI, List<Sample>> said) {
    if (isOver(nanos)) {
      points.clear();
    }
    var steps =
        said.entrySet().stream().flatMap(one -> step(nanos, one.getKey(), one.getValue())).toList();
    var now = said.values().stream().flatMap(List::stream).toList();
    points.add(
        figures.stream()
            .map(figure -> said.isEmpty() ? NOTHING : fraction(figure.measure(), steps, now))
            .toList());
    if (points.size() > POINTS_MAX) {
      points.remove();
    }
    latestNanos = nanos;
  }

  private Stream<Step> step(long nanos, URI process, List<Sample> said) {
    var values = new HashMap<Sample.Key, Double>();
    said.forEach(sample -> values.put(sample.key(), sample.value()));
    var before = latest.put(process, new Reading(nanos, values));
    return before == null || nanos == before.nanos || isGap(before.nanos, nanos)
        ? Stream.empty()
        : Stream.of(new Step((nanos - before.nanos) / NANOS_A_SECOND, before.values, values));
  }

  private static Optional<Fraction> fraction(Measure measure, List<Step> steps, List<Sample> now) {
    return switch (measure) {
      case Measure.Level(var of) ->
          Optional.of(
              new Fraction(
                  now.stream()
                      .filter(sample -> of.holds(sample.key()))
                      .mapToDouble(Sample::value)
                      .sum(),
                  1));
      case Measure.Rate(var of) ->
          sum(steps.stream().map(step -> new Fraction(step.increase(of) / step.seconds, 0)))
              .map(all -> new Fraction(all.part, 1));
      case Measure.Share(var part, var whole) ->
          sum(
              steps.stream()
                  .map(step ->
                      new Fraction(
                          step.increase(part), whole.stream().mapToDouble(step::increase).sum())));
    };
  }

  private static Optional<Fraction> sum(Stream<Fraction> fractions) {
    return fractions.reduce((a, b) -> new Fraction(a.part + b.part, a.whole + b.whole));
  }

  /** Whether the last reading is too long ago to be told. */
  boolean isOver(long nanos) {
    return points.isEmpty() || isGap(latestNanos, nanos);
  }

  private static boolean isGap(long beforeNanos, long nanos) {
    return nanos - beforeNanos > GAP_MAX.toNanos();
  }

  /** The figures as they stand. */
  List<FigureLine> lines(long nanos) {
    var shown = isOver(nanos) ? List.<List<Optional<Fraction>>>of() : List.copyOf(points);
    return Stream.iterate(0, figure -> figure < figures.size(), figure -> figure + 1)
        .map(figure ->
            line(figures.get(figure), shown.stream().map(point -> point.get(figure)).toList()))
        .toList();
  }

  private static FigureLine line(Figure figure, List<Optional<Fraction>> fractions) {
    var isKnown = !fractions.isEmpty() && fractions.getLast().isPresent();
    var spanned = fractions.stream().skip(Math.max(0, fractions.size() - span(figure.measure())));
    var now = isKnown ? sum(spanned.flatMap(Optional::stream)) : NOTHING;
    return new FigureLine(
        figure, quotient(now), fractions.stream().map(History::quotient).toList());
  }

  /** What is shown as now: a share of a second would jump with each request. */
  private static int span(Measure measure) {
    return switch (measure) {
      case Measure.Level _ -> 1;
      case Measure.Rate _ -> SMOOTHED_POINTS;
      case Measure.Share _ -> POINTS_MAX;
    };
  }

  private static OptionalDouble quotient(Optional<Fraction> fraction) {
    return fraction
        .filter(known -> known.whole > 0)
        .map(known -> OptionalDouble.of(known.part / known.whole))
        .orElse(OptionalDouble.empty());
  }
}
