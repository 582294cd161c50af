package dev.whiteboard.shortener.http;

import dev.whiteboard.shortener.click.Facet;
import dev.whiteboard.shortener.click.PostgresVisits.Point;
import dev.whiteboard.shortener.click.VisitStats.Named;
import dev.whiteboard.shortener.click.VisitStats.Summary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A link's statistics as JSON. */
final class StatsJson {
  private StatsJson() {}

  /** All of them. */
  static JsonObject of(Summary summary, List<Point> series) {
    return new JsonObject()
        .put("visits", summary.visits())
        .put("visitors", summary.visitors())
        .put("bots", summary.bots())
        .put("series", series(series))
        .put("referrers", names(summary, Facet.REFERRER))
        .put("browsers", names(summary, Facet.BROWSER))
        .put("systems", names(summary, Facet.SYSTEM))
        .put("devices", names(summary, Facet.DEVICE))
        .put("countries", names(summary, Facet.COUNTRY));
  }

  private static JsonArray series(List<Point> points) {
    var series = new JsonArray();
    points.forEach(point ->
        series.add(
            new JsonObject().put("at", point.at().toString()).put("visits", point.visits())));
    return series;
  }

  private static JsonArray names(Summary summary, Facet facet) {
    var names = new JsonArray();
    summary.names().getOrDefault(facet, List.of()).stream()
        .map(StatsJson::named)
        .forEach(names::add);
    return names;
  }

  private static JsonObject named(Named named) {
    return new JsonObject().put("name", named.name()).put("visits", named.visits());
  }
}
