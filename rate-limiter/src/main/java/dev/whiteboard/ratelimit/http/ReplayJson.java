package dev.whiteboard.ratelimit.http;

import dev.whiteboard.ratelimit.replay.Decision;
import dev.whiteboard.ratelimit.replay.Run;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * A run as JSON. Lists of numbers and not of objects: an answer tells of thousands of moments, and
 * the page asks several times a second.
 */
final class ReplayJson {
  private static final double NANOS_PER_MICRO = 1_000;
  private static final double MICROS_PER_MS = 1_000;
  private static final double LEVEL_PARTS = 10_000;

  private ReplayJson() {}

  static JsonObject of(Run run) {
    return new JsonObject()
        .put("algorithm", run.limit().algorithm().text())
        .put("limit", run.limit().permits())
        .put("capacity", run.limit().burst())
        .put("admitted", run.admitted())
        .put("denied", run.denied())
        .put("most", run.most())
        .put("decisions", each(run.decisions(), Decision::admitted))
        .put("remaining", each(run.decisions(), Decision::remaining))
        .put("delaysMs", each(run.decisions(), decision -> ms(decision.delayNanos())))
        .put("retryAfterMs", each(run.decisions(), decision -> ms(decision.retryAfterNanos())))
        .put(
            "levels",
            each(run.levels(), level -> JsonArray.of(ms(level.atNanos()), rounded(level.left()))))
        .put(
            "peaks",
            each(
                run.peaks(),
                peak -> JsonArray.of(ms(peak.atNanos()), peak.count(), ms(peak.fromNanos()))));
  }

  private static <T> JsonArray each(List<T> entries, Function<T, Object> toJson) {
    var json = new JsonArray();
    entries.forEach(entry -> json.add(toJson.apply(entry)));
    return json;
  }

  /** To the microsecond. */
  private static double ms(long nanos) {
    return Math.round(nanos / NANOS_PER_MICRO) / MICROS_PER_MS;
  }

  private static double rounded(double level) {
    return Math.round(level * LEVEL_PARTS) / LEVEL_PARTS;
  }
}
