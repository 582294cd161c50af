package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rates, one above the other, until one is too much: the highest at which what is promised holds is
 * the capacity. Each is tried as often as there are rounds; their median counts.
 *
 * @param rounds at each rate
 * @param latency what the promise is about
 * @param p99MicrosMax the promise
 */
record Ladder(int rounds, Function<ChatRound, Latency> latency, long p99MicrosMax) {
  /** Who does so much less than is asked is behind, whatever the percentiles say. */
  private static final double BEHIND = 0.95;

  private static final int TOO_MUCH_MAX = 2;

  /** A round that misses it by so much need not be tried again. */
  private static final int FAR = 4;

  /** The rates to climb, as told. */
  static List<Integer> rates(Settings settings, List<Integer> usual) {
    return settings.parsed(
        "RATES",
        String.join(",", usual.stream().map(String::valueOf).toList()),
        "how much a second, one rate above the other",
        text -> Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList(),
        "numbers with commas between");
  }

  /** One round at a rate. */
  @FunctionalInterface
  interface Attempt {
    ChatRound run(int perSecond) throws IOException;
  }

  /**
   * A rate and its rounds.
   *
   * @param perSecond messages
   * @param rounds what came of them
   */
  record Rung(int perSecond, List<ChatRound> rounds) {
    Spread of(Function<ChatRound, Double> figure) {
      return Spread.of(rounds.stream().map(figure).toList());
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("messagesPerSecond", of(ChatRound::messagesPerSecond).toJson())
          .put("deliveriesPerSecond", of(ChatRound::deliveriesPerSecond).toJson())
          .put("sendP50Micros", of(round -> (double) round.sends().p50()).toJson())
          .put("sendP99Micros", of(round -> (double) round.sends().p99()).toJson())
          .put("sendP999Micros", of(round -> (double) round.sends().p999()).toJson())
          .put("deliveryP50Micros", of(round -> (double) round.delivery().p50()).toJson())
          .put("deliveryP99Micros", of(round -> (double) round.delivery().p99()).toJson())
          .put("deliveryP999Micros", of(round -> (double) round.delivery().p999()).toJson())
          .put("rounds", new JsonArray(rounds.stream().map(ChatRound::toJson).toList()));
    }
  }

  /**
   * How far it went.
   *
   * @param rungs all that were tried
   * @param knee the highest that held; empty where not even the first did
   */
  record Climb(List<Rung> rungs, Optional<Rung> knee) {
    JsonObject toJson() {
      var json =
          new JsonObject().put("rungs", new JsonArray(rungs.stream().map(Rung::toJson).toList()));
      knee.ifPresent(rung -> json.put("knee", rung.toJson()));
      return json;
    }
  }

  /** Climbs from the first rate on, until two in a row are too much: one may be an accident. */
  Climb climb(List<Integer> rates, Attempt attempt) throws IOException {
    var rungs = new ArrayList<Rung>();
    Optional<Rung> knee = Optional.empty();
    var tooMuch = 0;
    for (var rate : rates) {
      var rung = at(rate, attempt);
      rungs.add(rung);
      if (holds(rung)) {
        knee = Optional.of(rung);
        tooMuch = 0;
      } else if (++tooMuch == TOO_MUCH_MAX) {
        break;
      }
    }
    return new Climb(rungs, knee);
  }

  /** Tries one rate. */
  Rung at(int perSecond, Attempt attempt) throws IOException {
    var tried = new ArrayList<ChatRound>();
    var isFar = false;
    while (tried.size() < rounds && !isFar) {
      var round = attempt.run(perSecond);
      tried.add(round);
      isFar = latency.apply(round).p99() > FAR * p99MicrosMax;
    }
    return new Rung(perSecond, tried);
  }

  /** Whether what is promised holds at a rate. */
  boolean holds(Rung rung) {
    return rung.of(round -> (double) latency.apply(round).p99()).median() <= p99MicrosMax
        && rung.of(ChatRound::messagesPerSecond).median() >= BEHIND * rung.perSecond;
  }
}
