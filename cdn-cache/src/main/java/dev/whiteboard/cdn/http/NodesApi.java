package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.control.NodeStates;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/** {@code POST /v1/nodes/{name}/down} and {@code /up}: the switch of a node of this process. */
public final class NodesApi {
  private final NodeStates nodes;
  private final AdminKey admin;

  /** Of these nodes, for whoever has the key. */
  public NodesApi(NodeStates nodes, AdminKey admin) {
    this.nodes = nodes;
    this.admin = admin;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, "/v1/nodes/:name/down", 0, request -> turn(request, false));
    routes.route(HttpMethod.POST, "/v1/nodes/:name/up", 0, request -> turn(request, true));
  }

  private Reply turn(RoutingContext request, boolean on) throws IOException {
    admin.require(request);
    var name = Requests.pathParam(request, "name");
    if (!nodes.turn(name, on)) {
      throw Problem.notFound("No node of this name lives here.").asException();
    }
    return Reply.json(200, new JsonObject().put("name", name).put("health", on ? "up" : "down"));
  }
}
