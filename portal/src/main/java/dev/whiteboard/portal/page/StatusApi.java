package dev.whiteboard.portal.page;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.checkout.Checkout;
import dev.whiteboard.portal.page.Probe.Answer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/status}: which systems and servers there are, and who of them answers. */
final class StatusApi {
  private final Board board;
  private final Probe probe;
  private final ServerPings pings;
  private final Checkout checkout;

  StatusApi(Board board, Probe probe, ServerPings pings, Checkout checkout) {
    this.board = board;
    this.probe = probe;
    this.pings = pings;
    this.checkout = checkout;
  }

  void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/status", 0, _ -> status());
  }

  private Reply status() {
    var systems = board.systems().stream().map(this::ask).toList(); // all at once
    var servers = board.servers().stream().map(this::ask).toList();
    return Reply.json(
        200,
        new JsonObject()
            .put("services", joined(systems))
            .put("servers", joined(servers))
            .put("startedAt", board.startedAt().toString()));
  }

  private static JsonArray joined(List<CompletableFuture<JsonObject>> asked) {
    return new JsonArray(asked.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<JsonObject> ask(Board.SystemRow system) {
    var json =
        new JsonObject()
            .put("name", system.name())
            .put("question", system.question())
            .put("url", system.url().map(Object::toString).orElse(null))
            .put("readme", checkout.readme(system.name()).map(CodeRoute::url).orElse(null))
            .put("followUps", checkout.followUps(system.name()).map(CodeRoute::url).orElse(null))
            .put("sheet", checkout.sheet(system.name()).map(CodeRoute::url).orElse(null));
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

  private CompletableFuture<JsonObject> ask(Board.ServerRow server) {
    var json =
        new JsonObject()
            .put("name", server.name())
            .put("version", server.version())
            .put("address", server.address())
            .put("mode", server.mode());
    return pings
        .ask(server)
        .map(asked -> asked.thenApply(answers -> json.put("answers", answers)))
        .orElseGet(() -> CompletableFuture.completedFuture(json.putNull("answers")));
  }
}
