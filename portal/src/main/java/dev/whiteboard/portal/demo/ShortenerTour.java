package dev.whiteboard.portal.demo;

import dev.whiteboard.shortener.ShortenerService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A link, what guards it, how it is counted; then Redis stands still. */
final class ShortenerTour implements Tour {
  private static final String TARGET = "https://example.org/a/page/with/a/long/name?and=parameters";
  private static final int VISITS = 25;
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(15);

  @Override
  public void show(Stage stage, Running running) throws Exception {
    var shortener = running.service(ShortenerService.NAME);
    stage.title("The URL shortener, at " + shortener);
    var link = shorten(stage, shortener);
    refuse(stage, shortener);
    count(stage, shortener, link);
    goOnWithoutRedis(stage, shortener, link, running.redis());
  }

  private static JsonObject shorten(Stage stage, URI shortener) throws IOException {
    stage.step("A link becomes seven characters");
    var body = new JsonObject().put("url", TARGET);
    var link = stage.post(shortener, "/api/v1/links", body).mustBe(201).json();
    var next = stage.quietly(shortener, "/api/v1/links", body, Optional.empty()).mustBe(201);
    stage.say("and the next one is " + next.json().getString("code"));
    stage.why("A counter, permuted: it never collides, and nobody can count up to the next one.");

    stage.step("It redirects");
    stage.get(shortener, "/" + link.getString("code")).mustBe(302);
    stage.why("302 and not 301: a browser keeps a 301, and the visits to come are never counted.");
    return link;
  }

  private static void refuse(Stage stage, URI shortener) throws IOException {
    stage.step("What it does not shorten");
    stage.post(shortener, "/api/v1/links", new JsonObject().put("url", "http://10.0.0.1/admin"));
    stage.why(
        "A shortener hides where it leads. One that leads into private networks is a weapon.");
  }

  private static void count(Stage stage, URI shortener, JsonObject link) throws IOException {
    stage.step(VISITS + " visits are counted");
    visits(stage, shortener, link);
    var path = "/api/v1/links/%s/stats".formatted(link.getString("code"));
    var token = Optional.of(link.getString("manageToken"));
    var began = System.nanoTime();
    Stage.until(
        COUNTED_WITHIN,
        () ->
            Optional.of(stage.quietly(shortener, path, token).mustBe(200).json())
                .filter(stats -> stats.getLong("visits") > VISITS));
    var took = Duration.ofNanos(System.nanoTime() - began);
    stage.say("all in the statistics after " + Stage.millis(took));
    stage.why("Through Kafka, in batches, each once: no hot row, and no redirect waits for it.");
  }

  private static void goOnWithoutRedis(
      Stage stage, URI shortener, JsonObject link, Optional<ProcessHandle> redis)
      throws IOException {
    stage.step("And now Redis stands still");
    if (redis.isEmpty()) {
      stage.say("It is not ours to stop here: with ./whiteboard up it would be.");
      return;
    }
    List<Duration> times;
    try (var _ = Pause.of(redis.get())) {
      stage.say("kill -STOP " + redis.get().pid() + "    no connection breaks, nothing answers");
      times = visits(stage, shortener, link);
    }
    stage.say(
        "%d of %d redirects, the slowest in %s"
            .formatted(times.size(), VISITS, Stage.millis(Collections.max(times))));
    stage.say("kill -CONT " + redis.get().pid());
    stage.why("Redis makes redirects cheap for PostgreSQL. It is not what they depend on.");
  }

  /** How long each took. */
  private static List<Duration> visits(Stage stage, URI shortener, JsonObject link)
      throws IOException {
    var times = new ArrayList<Duration>();
    for (var i = 0; i < VISITS; i++) {
      var path = "/" + link.getString("code");
      times.add(stage.quietly(shortener, path, Optional.empty()).mustBe(302).took());
    }
    return times;
  }
}
