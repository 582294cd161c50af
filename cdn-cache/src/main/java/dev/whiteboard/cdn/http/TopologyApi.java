package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.control.NodeStates;
import dev.whiteboard.cdn.control.NodeStates.State;
import dev.whiteboard.cdn.control.RingView;
import dev.whiteboard.cdn.control.RingView.Owner;
import dev.whiteboard.cdn.world.Tier;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/topology} and {@code GET /v1/ring}: the nodes, and who owns a key. */
public final class TopologyApi {
  private static final int KEY_CHARS_MAX = 8_192;

  private final NodeStates nodes;
  private final RingView rings;

  /** Of these nodes. */
  public TopologyApi(NodeStates nodes, RingView rings) {
    this.nodes = nodes;
    this.rings = rings;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/v1/topology", 0, _ -> topology());
    routes.route(HttpMethod.GET, "/v1/ring", 0, this::ring);
  }

  private Reply topology() {
    var all = new JsonArray();
    nodes.all().forEach(state -> all.add(node(state)));
    var tiers = new JsonArray();
    for (var tier : Tier.values()) {
      tiers.add(new JsonObject().put("tier", tier.label()).put("shares", shares(tier)));
    }
    return Reply.json(200, new JsonObject().put("nodes", all).put("tiers", tiers));
  }

  private JsonObject shares(Tier tier) {
    var shares = new JsonObject();
    rings.shares(tier, nodes::isUp).forEach(shares::put);
    return shares;
  }

  private static JsonObject node(State state) {
    var spec = state.spec();
    var urls = new JsonArray();
    state.addresses().forEach(address -> urls.add(address.toString()));
    return new JsonObject()
        .put("name", spec.name())
        .put("tier", spec.tier().label())
        .put("region", spec.region())
        .put("parents", new JsonArray(spec.parents()))
        .put("health", state.isUp() ? "up" : "down")
        .put("switchable", state.isHere())
        .put("urls", urls);
  }

  private Reply ring(RoutingContext request) {
    var keys = request.queryParam("key");
    if (keys.size() != 1 || keys.getFirst().isBlank() || keys.getFirst().length() > KEY_CHARS_MAX) {
      throw Problem.badFields(
              List.of(new FieldError("key", "must be given once: a URL, as a client asks for it")))
          .asException();
    }
    var key = keys.getFirst();
    var owners = new JsonArray();
    rings.owners(key, nodes::isUp).forEach(owner -> owners.add(owner(owner)));
    return Reply.json(200, new JsonObject().put("key", key).put("owners", owners));
  }

  private static JsonObject owner(Owner owner) {
    var ifLeft = new JsonObject();
    owner.ifLeft().forEach((node, next) -> ifLeft.put(node, next.orElse(null)));
    return new JsonObject()
        .put("tier", owner.tier().label())
        .put("owner", owner.owner().orElse(null))
        .put("ifLeft", ifLeft);
  }
}
