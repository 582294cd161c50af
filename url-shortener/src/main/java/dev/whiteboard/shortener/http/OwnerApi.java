package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.shortener.click.PostgresVisits;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/links/{code}}: a link, for its owner. */
public final class OwnerApi {
  private final OwnedLinks links;
  private final PostgresVisits visits;
  private final LinkJson json;

  /** Over these parts. */
  public OwnerApi(OwnedLinks links, PostgresVisits visits, LinkJson json) {
    this.links = links;
    this.visits = visits;
    this.json = json;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/links/:code", 0, this::read);
  }

  private Reply read(RoutingContext request) {
    var link = links.require(request).link();
    return Reply.json(200, json.of(link, visits.total(link.code())));
  }
}
