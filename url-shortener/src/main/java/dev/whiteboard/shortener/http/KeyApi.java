package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.shortener.access.ApiKeys;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code /api/v1/keys}, for the admin. */
public final class KeyApi {
  private static final long BODY_BYTES_MAX = 1_024;
  private static final int NAME_CHARS_MAX = 100;

  private final Callers callers;
  private final ApiKeys keys;

  /** Routes over these keys. */
  public KeyApi(Callers callers, ApiKeys keys) {
    this.callers = callers;
    this.keys = keys;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, "/api/v1/keys", BODY_BYTES_MAX, this::create);
    routes.route(HttpMethod.DELETE, "/api/v1/keys/:id", 0, this::revoke);
  }

  private Reply create(RoutingContext request) {
    callers.requireAdmin(request);
    var fields = JsonFields.of(request, Set.of("name"));
    var name = fields.text("name", NAME_CHARS_MAX);
    fields.check();
    var made = keys.create(name);
    return Reply.json(
            201,
            new JsonObject().put("id", made.id()).put("name", made.name()).put("key", made.key()))
        .with("Location", "/api/v1/keys/" + made.id());
  }

  private Reply revoke(RoutingContext request) {
    callers.requireAdmin(request);
    if (!keys.revoke(Requests.pathParam(request, "id"))) {
      throw Problem.notFound("There is no such key.").asException();
    }
    return Reply.empty(204);
  }
}
