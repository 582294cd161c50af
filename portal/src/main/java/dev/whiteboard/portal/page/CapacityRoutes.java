package dev.whiteboard.portal.page;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.checkout.CapacitySheet;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code GET /capacity}, the sheet that was made on this machine as it is, and {@code GET
 * /api/v1/capacity}, the row of each system that tells most.
 */
final class CapacityRoutes {
  private static final List<String> FIELDS =
      List.of("id", "claim", "stated", "measured", "nodes", "verdict", "note", "rerun");

  private final CapacitySheet sheet;

  CapacityRoutes(CapacitySheet sheet) {
    this.sheet = sheet;
  }

  void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/capacity", 0, _ -> page());
    routes.route(HttpMethod.GET, "/api/v1/capacity", 0, _ -> rows());
  }

  private Reply page() throws IOException {
    var html =
        sheet
            .page()
            .orElseThrow(
                Problem.notFound("No sheet was made here yet: ./whiteboard capacity makes one.")
                    ::asException);
    return WholePage.reply(html);
  }

  private Reply rows() throws IOException {
    var found = sheet.rows();
    var rows = found.stream().flatMap(CapacityRoutes::rows).toList();
    return Reply.json(
        200,
        new JsonObject()
            .put("madeAt", found.map(all -> all.getValue("at")).orElse(null))
            .put("rows", new JsonArray(rows)));
  }

  private static Stream<JsonObject> rows(JsonObject sheet) {
    return CapacitySheet.systems().stream()
        .flatMap(
            system -> CapacitySheet.headline(sheet, system).stream().map(row -> json(system, row)));
  }

  private static JsonObject json(String system, JsonObject row) {
    var json = new JsonObject().put("system", system);
    FIELDS.forEach(field -> json.put(field, row.getValue(field)));
    return json;
  }
}
