package dev.whiteboard.chat.http;

import dev.whiteboard.chat.search.IndexRebuild;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /api/v1/admin/search/rebuild}: the index of words is made anew from the messages, on the
 * node that is asked. Two nodes that are asked do it twice, which changes nothing.
 */
public final class SearchAdminApi {
  private static final String PATH = "/api/v1/admin/search/rebuild";

  private static final Problem UNDER_WAY =
      Problem.of(409, "Under way", "This node makes the index anew already.");

  private final AdminKey admin;
  private final IndexRebuild rebuild;

  /** Routes over these parts. */
  public SearchAdminApi(AdminKey admin, IndexRebuild rebuild) {
    this.admin = admin;
    this.rebuild = rebuild;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, PATH, 0, this::begin);
    routes.route(HttpMethod.GET, PATH, 0, this::tell);
  }

  private Reply begin(RoutingContext request) {
    admin.require(request);
    if (!rebuild.begin()) {
      throw UNDER_WAY.asException();
    }
    return Reply.json(202, json());
  }

  private Reply tell(RoutingContext request) {
    admin.require(request);
    return Reply.json(200, json());
  }

  private JsonObject json() {
    var progress = rebuild.progress();
    return new JsonObject()
        .put("running", progress.isRunning())
        .put("texts", progress.texts())
        .put("failed", progress.hasFailed());
  }
}
