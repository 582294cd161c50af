package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.click.PostgresVisits;
import dev.whiteboard.shortener.click.VisitStats;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** {@code /api/v1/links/{code}/stats}: a link's visits, for its owner. */
public final class StatsApi {
  private final OwnedLinks links;
  private final Shards<PostgresVisits> visits;
  private final Shards<VisitStats> stats;
  private final InstantSource clock;

  /** Over these parts. */
  public StatsApi(
      OwnedLinks links,
      Shards<PostgresVisits> visits,
      Shards<VisitStats> stats,
      InstantSource clock) {
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
    var code = links.require(request).link().code();
    var range = StatsRange.parse(request, clock.instant());
    var series = visits.of(code).series(code, range.from(), range.to(), range.every());
    var summary =
        range.isGiven()
            ? stats.of(code).between(code, range.from(), range.to())
            : stats.of(code).allTime(code);
    return Reply.json(200, StatsJson.of(summary, series));
  }
}
