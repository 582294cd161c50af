package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;

/**
 * What a round of load saw.
 *
 * @param answered requests answered as they should be
 * @param errors those that were not, or not at all
 * @param seconds how long it took
 * @param p50Micros half of all answers took no longer
 * @param p99Micros 99 % took no longer
 * @param maxMicros none took longer
 */
record LoadResult(
    long answered, long errors, double seconds, long p50Micros, long p99Micros, long maxMicros) {

  double perSecond() {
    return answered / seconds;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("perSecond", Math.round(perSecond()))
        .put("answered", answered)
        .put("errors", errors)
        .put("seconds", seconds)
        .put("p50Micros", p50Micros)
        .put("p99Micros", p99Micros)
        .put("maxMicros", maxMicros);
  }
}
