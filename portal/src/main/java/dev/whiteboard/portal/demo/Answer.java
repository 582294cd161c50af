package dev.whiteboard.portal.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What came back.
 *
 * @param status of HTTP
 * @param location where it leads; empty where it leads nowhere
 * @param body as text
 * @param took from the request to the whole answer
 */
record Answer(int status, String location, String body, Duration took) {
  JsonObject json() {
    return new JsonObject(body);
  }

  /**
   * Itself.
   *
   * @throws IllegalStateException where its status is another: the tour can't go on
   */
  Answer mustBe(int expected) {
    if (status != expected) {
      throw new IllegalStateException(
          "expected %d, and was answered %d %s".formatted(expected, status, body.strip()));
    }
    return this;
  }
}
