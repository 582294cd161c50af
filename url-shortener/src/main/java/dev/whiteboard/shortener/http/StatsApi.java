package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.click.VisitStats;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** {@code /api/v1/links/{code}/stats}: a link's visits, for its owner. */
public final class StatsApi {
  private final OwnedLinks links;
  private final PostgresVisits visits;
  private final VisitStats stats;
  private final InstantSource clock;

  /** Over these parts. */
  public StatsApi(OwnedLinks links, PostgresVisits visits, VisitStats stats, InstantSource clock) {
    this.links = links;
    this.visits = visits;
    this.stats = stats;
    this.clock = clock;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/links/:code/stats", 0, this::stats);
  }

  private Reply stats(RoutingContext request) {
    var link = links.require(request).link();
    var range = StatsRange.parse(request, clock.instant());
    var series = visits.series(link.code(), range.from(), range.to(), range.every());
    var summary =
        range.isGiven()
            ? stats.between(link.code(), range.from(), range.to())
            : stats.allTime(link.code());
    return Reply.json(200, StatsJson.of(summary, series));
  }
}
