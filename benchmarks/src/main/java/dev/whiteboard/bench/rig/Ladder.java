package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Curve.Point.Waits;
import dev.whiteboard.bench.result.Spread;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Rates, one above the other, until one is too much: the highest at which what is promised holds is
 * the capacity. Each is tried as often as there are rounds; their median counts.
 *
 * @param rounds at each rate
 * @param latency what the promise is about
 * @param p99MicrosMax the promise
 */
record Ladder<R extends Paced>(int rounds, Function<R, Latency> latency, long p99MicrosMax) {
  /** What a capacity is told by, in all ladders: the 99th percentile. */
  static final long CAPACITY_P99_MICROS_MAX = 100_000;

  /** Who does so much less than is asked is behind, whatever the percentiles say. */
  private static final double BEHIND = 0.95;

  private static final int TOO_MUCH_MAX = 2;

  /** A round that misses it by so much need not be tried again. */
  private static final int FAR = 4;

  /** Of what a server did in a closed loop: where the knee is looked for. */
  private static final double[] PARTS = {0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5};

  private static final double[] PARTS_QUICK = {0.25, 0.5, 1, 1.5, 2};

  /** The rates to climb, as told. */
  static List<Integer> rates(Settings settings, List<Integer> usual) {
    return settings.parsed(
        "RATES",
        String.join(",", usual.stream().map(String::valueOf).toList()),
        "how much a second, one rate above the other",
        Ladder::read,
        "numbers with commas between");
  }

  /** The same where they are else parts of what a closed loop reached: empty then. */
  static List<Integer> rates(Settings settings) {
    return settings
        .parsed(
            "RATES",
            "how much a second, one rate above the other; parts of what a closed loop reached"
                + " without it",
            Ladder::read,
            "numbers with commas between")
        .orElse(List.of());
  }

  private static List<Integer> read(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  /** Rates up to beyond what a closed loop reached. */
  static List<Integer> upTo(double perSecond, boolean quick) {
    return DoubleStream.of(quick ? PARTS_QUICK : PARTS)
        .mapToObj(part -> (int) Math.max(1, part * perSecond))
        .distinct()
        .toList();
  }

  /** One round at a rate. */
  @FunctionalInterface
  interface Attempt<R> {
    R run(int perSecond) throws IOException;
  }

  /**
   * A rate and its rounds.
   *
   * @param perSecond what was due
   * @param rounds what came of it
   */
  record Rung<R extends Paced>(int perSecond, List<R> rounds) {
    Spread of(ToDoubleFunction<R> figure) {
      return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    JsonObject toJson() {
      var figures = new LinkedHashMap<String, List<Double>>();
      for (var round : rounds) {
        round
            .figures()
            .forEach(
                (name, value) -> figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
      }
      var json = new JsonObject().put("offeredPerSecond", perSecond);
      figures.forEach((name, values) -> json.put(name, Spread.of(values).toJson()));
      return json.put("rounds", new JsonArray(rounds.stream().map(Paced::toJson).toList()));
    }
  }

  /**
   * How far it went.
   *
   * @param rungs all that were tried
   * @param knee the highest that held; empty where not even the first did
   */
  record Climb<R extends Paced>(List<Rung<R>> rungs, Optional<Rung<R>> knee) {
    /** Whether the highest rate held as well: what is too much was not found. */
    boolean isOpenEnded() {
      return knee.filter(rung -> rung.equals(rungs.getLast())).isPresent();
    }

    JsonObject toJson() {
      var json =
          new JsonObject().put("rungs", new JsonArray(rungs.stream().map(Rung::toJson).toList()));
      knee.ifPresent(rung -> json.put("knee", rung.toJson()));
      return json;
    }
  }

  /** Climbs from the first rate on, until two in a row are too much: one may be an accident. */
  Climb<R> climb(List<Integer> rates, Attempt<R> attempt) throws IOException {
    var rungs = new ArrayList<Rung<R>>();
    var tooMuch = 0;
    for (var rate : rates) {
      var rung = at(rate, attempt);
      rungs.add(rung);
      tooMuch = holds(rung) ? 0 : tooMuch + 1;
      if (tooMuch == TOO_MUCH_MAX) {
        break;
      }
    }
    return new Climb<>(rungs, highestThatHolds(rungs));
  }

  /** The highest of these at which the promise holds. */
  Optional<Rung<R>> highestThatHolds(List<Rung<R>> rungs) {
    return rungs.stream().filter(this::holds).max(Comparator.comparingInt(Rung::perSecond));
  }

  /** Tries one rate. */
  Rung<R> at(int perSecond, Attempt<R> attempt) throws IOException {
    var tried = new ArrayList<R>();
    var isFar = false;
    while (tried.size() < rounds && !isFar) {
      var round = attempt.run(perSecond);
      tried.add(round);
      isFar = latency.apply(round).p99() > FAR * p99MicrosMax;
    }
    return new Rung<>(perSecond, tried);
  }

  /** Whether what is promised holds at a rate. */
  boolean holds(Rung<R> rung) {
    return rung.of(round -> latency.apply(round).p99()).median() <= p99MicrosMax
        && rung.of(Paced::perSecond).median() >= BEHIND * rung.perSecond;
  }

  /**
   * What was tried, as a curve, by rising rate.
   *
   * @param each how much of what is counted is due for one of the rate: deliveries of a message
   */
  List<Waits> curve(List<Rung<R>> rungs, double each) {
    return rungs.stream()
        .sorted(Comparator.comparingInt(Rung::perSecond))
        .map(rung ->
            new Waits(
                rung.perSecond * each,
                rung.of(round -> latency.apply(round).p50()).median(),
                rung.of(round -> latency.apply(round).p99()).median()))
        .toList();
  }
}
