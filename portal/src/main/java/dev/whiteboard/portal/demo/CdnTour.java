package dev.whiteboard.portal.demo;

import dev.whiteboard.cdn.CdnService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A page on its way down four tiers; a crowd; and a purge that takes it back. */
final class CdnTour implements Tour {
  private static final String TRY = "/v1/try";
  private static final String INVALIDATIONS = "/v1/invalidations";
  private static final Duration PURGED_WITHIN = Duration.ofSeconds(10);
  private static final int CROWD = 50;

  @Override
  public void show(Stage stage, Running running) throws Exception {
    var cdn = running.service(CdnService.NAME);
    stage.title("The CDN, its control plane at " + cdn);
    var path = "/images/1.svg?tour=" + stage.unique();
    walk(stage, cdn, path);
    crowd(stage, cdn);
    purge(stage, cdn, path, running.key("CDN_ADMIN_KEY"));
  }

  private static void walk(Stage stage, URI cdn, String path) throws IOException {
    stage.step("Nobody has asked for it yet: it comes through four tiers");
    ask(stage, cdn, "edge-eu-1", path);
    stage.why("Each tier kept it on the way down. The nearest to the origin is named first.");

    stage.step("The same edge again, and one on another continent");
    ask(stage, cdn, "edge-eu-1", path);
    ask(stage, cdn, "edge-us-1", path);
    stage.why("A miss at an edge costs the origin nothing: the tier above has it.");
  }

  private static void ask(Stage stage, URI cdn, String edge, String path) throws IOException {
    var answer = one(stage, cdn, edge, path);
    stage.say("GET %s  at %s".formatted(path, edge));
    stage.say(
        "%d  %s  (%.1f ms)"
            .formatted(
                answer.getInteger("status"),
                tiers(answer.getJsonObject("fields").getString("cache-status")),
                answer.getDouble("ms")));
  }

  private static JsonObject one(Stage stage, URI cdn, String edge, String path) throws IOException {
    var question = new JsonObject().put("edge", edge).put("path", path);
    var answers = stage.quietly(cdn, TRY, question, Optional.empty()).mustBe(200).json();
    return answers.getJsonArray("answers").getJsonObject(0);
  }

  /** Cache-Status without what a reader of a terminal has no room for. */
  private static String tiers(String cacheStatus) {
    return cacheStatus
        .replaceAll("fwd=uri-miss", "miss")
        .replaceAll("; (fwd-status=\\d+|stored|ttl=-?\\d+|collapsed)", "")
        .replace("\"", "");
  }

  private static void crowd(Stage stage, URI cdn) throws IOException {
    stage.step(CROWD + " clients ask at once for a page that takes the origin 300 ms");
    var question =
        new JsonObject()
            .put("edge", "edge-us-2")
            .put("path", "/slow?ms=300&tour=" + stage.unique())
            .put("times", CROWD);
    var answers = stage.quietly(cdn, TRY, question, Optional.empty()).mustBe(200).json();
    var counts =
        answers.getJsonArray("answers").stream()
            .map(answer -> ((JsonObject) answer).getJsonObject("fields"))
            .map(fields -> fields.getString("x-origin-count"))
            .collect(Collectors.toSet());
    stage.say("%d answers, of %d requests to the origin".formatted(CROWD, counts.size()));
    stage.why("The first one walks up, the others wait along: no stampede, at any tier.");
  }

  private static void purge(Stage stage, URI cdn, String path, Optional<String> key)
      throws IOException {
    stage.step("And now it is purged, everywhere");
    if (key.isEmpty()) {
      stage.say("CDN_ADMIN_KEY is not known here: set it to what ./whiteboard up was given.");
      return;
    }
    var body = new JsonObject().put("tags", new JsonArray().add("images"));
    var accepted = stage.post(cdn, INVALIDATIONS, body, key).mustBe(202).json();
    var purge = complete(stage, cdn, accepted.getString("id"), key);
    var acceptedAt = Instant.parse(purge.getString("acceptedAt"));
    purge
        .getJsonObject("applied")
        .forEach(entry ->
            stage.say(
                "%-14s %3d ms"
                    .formatted(
                        entry.getKey(),
                        Duration.between(acceptedAt, Instant.parse((String) entry.getValue()))
                            .toMillis())));
    ask(stage, cdn, "edge-eu-1", path);
    stage.why(
        "One request, and all nodes of four tiers asked the origin anew. Kafka keeps it for who was away.");
  }

  private static JsonObject complete(Stage stage, URI cdn, String id, Optional<String> key)
      throws IOException {
    return Stage.until(
        PURGED_WITHIN,
        () ->
            Optional.of(stage.quietly(cdn, INVALIDATIONS + "/" + id, key).mustBe(200).json())
                .filter(purge -> purge.getBoolean("complete")));
  }
}
