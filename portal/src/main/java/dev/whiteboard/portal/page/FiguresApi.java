package dev.whiteboard.portal.page;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.live.FigureLine;
import dev.whiteboard.portal.live.LiveFigures;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/figures}: what the running systems do, now and over the last minute. */
final class FiguresApi {
  private final LiveFigures figures;

  FiguresApi(LiveFigures figures) {
    this.figures = figures;
  }

  void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/figures", 0, _ -> figures());
  }

  private Reply figures() {
    var systems = new JsonArray();
    figures.look().forEach((name, lines) -> systems.add(system(name, lines)));
    return Reply.json(
        200, new JsonObject().put("everyMs", LiveFigures.EVERY.toMillis()).put("systems", systems));
  }

  private static JsonObject system(String name, List<FigureLine> lines) {
    return new JsonObject()
        .put("name", name)
        .put("figures", new JsonArray(lines.stream().map(FiguresApi::json).toList()));
  }

  private static JsonObject json(FigureLine line) {
    return new JsonObject()
        .put("id", line.figure().id())
        .put("label", line.figure().label())
        .put("unit", line.figure().measure().unit())
        .put("now", orNull(line.now()))
        .put("points", new JsonArray(line.points().stream().map(FiguresApi::orNull).toList()));
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
