package dev.whiteboard.portal.page;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.page.Probe.Answer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/status}: what the page shows, asked anew each time. */
final class StatusApi {
  private final Board board;
  private final Probe probe;

  StatusApi(Board board, Probe probe) {
    this.board = board;
    this.probe = probe;
  }

  void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/status", 0, _ -> status());
  }

  private Reply status() {
    var asked = board.systems().stream().map(this::ask).toList(); // all at once
    var systems = new JsonArray();
    asked.forEach(answer -> systems.add(answer.join()));
    var servers = new JsonArray();
    board.servers().forEach(server -> servers.add(json(server)));
    return Reply.json(
        200,
        new JsonObject()
            .put("services", systems)
            .put("servers", servers)
            .put("startedAt", board.startedAt().toString()));
  }

  private CompletableFuture<JsonObject> ask(Board.SystemRow system) {
    var json =
        new JsonObject()
            .put("name", system.name())
            .put("question", system.question())
            .put("url", system.url().map(Object::toString).orElse(null));
    return system
        .url()
        .map(probe::ask)
        .map(answer -> answer.thenApply(known -> withAnswer(json, known)))
        .orElseGet(
            () -> CompletableFuture.completedFuture(json.putNull("ready").putNull("problem")));
  }

  private static JsonObject withAnswer(JsonObject json, Answer answer) {
    return switch (answer) {
      case Answer.Ready _ -> json.put("ready", true).putNull("problem");
      case Answer.NotReady(var problem) -> json.put("ready", false).put("problem", problem);
    };
  }

  private static JsonObject json(Board.ServerRow server) {
    return new JsonObject()
        .put("name", server.name())
        .put("version", server.version())
        .put("address", server.address())
        .put("mode", server.mode());
  }
}
