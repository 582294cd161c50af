package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.control.NodeStates;
import dev.whiteboard.cdn.control.NodeStates.State;
import dev.whiteboard.cdn.control.RingView;
import dev.whiteboard.cdn.control.RingView.Circle;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/topology} and {@code GET /v1/ring}: the nodes, and who owns a key. */
public final class TopologyApi {
  private static final int KEY_CHARS_MAX = 8_192;

  /** Points that a circle is told at: enough to draw one. */
  private static final int POINTS = 720;

  private final NodeStates nodes;
  private final RingView rings;
  private final @Nullable String demoHost;

  /**
   * Of these nodes.
   *
   * @param demoHost the host that the demo origin's objects are asked for at; null with an origin
   *     of somebody's own
   */
  public TopologyApi(NodeStates nodes, RingView rings, @Nullable String demoHost) {
    this.nodes = nodes;
    this.rings = rings;
    this.demoHost = demoHost;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/v1/topology", 0, _ -> Reply.json(200, world()));
    routes.route(HttpMethod.GET, "/v1/ring", 0, this::ring);
  }

  /** The world as {@code GET /v1/topology} tells it. */
  JsonObject world() {
    var all = new JsonArray();
    nodes.all().forEach(state -> all.add(node(state)));
    var tiers = new JsonArray();
    for (var tier : Tier.values()) {
      tiers.add(new JsonObject().put("tier", tier.label()).put("shares", shares(tier)));
    }
    return new JsonObject().put("nodes", all).put("tiers", tiers).put("demoHost", demoHost);
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
    var told = new JsonObject();
    state
        .figures()
        .ifPresent(figures ->
            told.put("bytes", figures.bytes())
                .put("objects", figures.objects())
                .put("results", new JsonObject(Map.copyOf(figures.results()))));
    return new JsonObject()
        .put("name", spec.name())
        .put("tier", spec.tier().label())
        .put("region", spec.region())
        .put("parents", new JsonArray(spec.parents()))
        .put("health", state.isUp() ? "up" : "down")
        .put("switchable", state.isHere())
        .put("urls", urls)
        .mergeIn(told);
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
    var circles = new JsonArray();
    rings.circles(POINTS, nodes::isUp).forEach(circle -> circles.add(circle(circle)));
    return Reply.json(
        200,
        new JsonObject()
            .put("key", key)
            .put("place", rings.placeOf(key))
            .put("owners", owners)
            .put("circles", circles));
  }

  private static JsonObject circle(Circle circle) {
    return new JsonObject()
        .put("tier", circle.tier().label())
        .put("nodes", new JsonArray(circle.nodes()))
        .put("owners", new JsonArray(circle.owners()));
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
