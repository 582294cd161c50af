package dev.whiteboard.portal.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.portal.checkout.CapacitySheet;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code GET /capacity}, the sheet that was made on this machine as it is, and {@code GET
 * /api/v1/capacity}, the row of each system that tells most.
 */
final class CapacityRoutes {
  /** Its one style is its own: that it is the one which is there is told by its hash. */
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

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
    return Reply.html(200, html)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", policy(html));
  }

  private static String policy(String html) {
    var styles = new StringBuilder("style-src 'self'");
    STYLE
        .matcher(html)
        .results()
        .forEach(style -> styles.append(" 'sha256-").append(sha256(style.group(1))).append('\''));
    return "default-src 'none'; "
        + styles
        + "; img-src data:; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  private static String sha256(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
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
