package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.DeadLetterId;
import dev.whiteboard.chat.push.DeadLetters;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /api/v1/admin/push}: what operators see of pushes. */
public final class PushAdminApi {
  private static final IntRange LIMIT = new IntRange(1, 200);
  private static final int LIMIT_DEFAULT = 50;

  private final AdminKey admin;
  private final DeadLetters deadLetters;

  /** Routes over these, for who holds the key. */
  public PushAdminApi(AdminKey admin, DeadLetters deadLetters) {
    this.admin = admin;
    this.deadLetters = deadLetters;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/admin/push/dead-letters", 0, this::list);
  }

  private Reply list(RoutingContext request) {
    admin.require(request);
    var query = new Query(request);
    var before =
        query.parsed("cursor", DeadLetterId::parse, "must be the \"next\" of the page before");
    var limit = query.limit(LIMIT, LIMIT_DEFAULT);
    query.check();
    // One more than is asked for tells whether there is a next page.
    var found = deadLetters.list(before, limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    var next = found.size() > limit ? page.getLast().id().toString() : null;
    var array = new JsonArray();
    page.forEach(entry -> array.add(json(entry)));
    return Reply.json(200, new JsonObject().put("deadLetters", array).put("next", next));
  }

  private static JsonObject json(DeadLetters.Entry entry) {
    return new JsonObject()
        .put("id", entry.id().toString())
        .put("subscription", entry.subscription().toString())
        .put("user", entry.user().toString())
        .put("chat", entry.chat().toString())
        .put("upto", entry.upto())
        .put("channel", entry.channel().wireName())
        .put("attempts", entry.attempts())
        .put("reason", entry.reason())
        .put("at", Rfc3339.format(entry.at()));
  }
}
