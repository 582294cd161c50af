package dev.whiteboard.bench.result;

import io.vertx.core.json.JsonObject;

/**
 * What is not in a document.
 *
 * @param bench whose it would be
 * @param what a quantity, or a server of somebody else's to compare with
 * @param why not
 */
public record Missing(String bench, String what, String why) {
  static Missing from(JsonObject json) {
    return new Missing(json.getString("bench"), json.getString("what"), json.getString("why"));
  }

  JsonObject toJson() {
    return new JsonObject().put("bench", bench).put("what", what).put("why", why);
  }
}
