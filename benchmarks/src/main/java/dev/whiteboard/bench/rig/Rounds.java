package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What rounds of one server come to. */
final class Rounds {
  private Rounds() {}

  /** Answers a second. */
  static Spread perSecond(List<Round> rounds) {
    return Spread.of(rounds.stream().map(round -> round.load().perSecond()).toList());
  }

  /** 99 % took no longer, in microseconds. */
  static Spread p99Micros(List<Round> rounds) {
    return Spread.of(rounds.stream().map(round -> (double) round.load().latency().p99()).toList());
  }

  static JsonObject toJson(List<Round> rounds) {
    return new JsonObject()
        .put("perSecond", perSecond(rounds).toJson())
        .put("p99Micros", p99Micros(rounds).toJson())
        .put("rounds", new JsonArray(rounds.stream().map(Round::toJson).toList()));
  }
}
