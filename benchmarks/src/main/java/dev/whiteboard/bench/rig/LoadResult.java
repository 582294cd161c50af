package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;

/**
 * What a round of load saw.
 *
 * @param answered requests answered as they should be
 * @param errors those that were not, or not at all
 * @param seconds how long it took
 * @param latency how long answers took
 */
record LoadResult(long answered, long errors, double seconds, Latency latency) {

  double perSecond() {
    return answered / seconds;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("perSecond", Math.round(perSecond()))
        .put("answered", answered)
        .put("errors", errors)
        .put("seconds", seconds)
        .mergeIn(latency.toJson());
  }
}
