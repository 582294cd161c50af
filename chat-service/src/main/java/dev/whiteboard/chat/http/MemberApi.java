package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Change;
import dev.whiteboard.chat.room.ChatChanges;
import dev.whiteboard.chat.room.Refusal;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** {@code /api/v1/chats/{id}} and its {@code members}: changing a group. */
public final class MemberApi {
  private static final int TITLE_BYTES_MAX = 4 * 1024;

  private final Callers callers;
  private final ChatChanges changes;

  /** Routes over these parts. */
  public MemberApi(Callers callers, ChatChanges changes) {
    this.callers = callers;
    this.changes = changes;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.PATCH, "/api/v1/chats/:id", TITLE_BYTES_MAX, this::retitle);
    routes.route(
        HttpMethod.POST, "/api/v1/chats/:id/members", MemberFields.BODY_BYTES_MAX, this::add);
    routes.route(HttpMethod.DELETE, "/api/v1/chats/:id/members/:user", 0, this::remove);
  }

  private Reply retitle(RoutingContext request) {
    var caller = callers.require(request);
    var chat = MemberFields.chat(request);
    var fields = JsonFields.ofPatch(request, Set.of("title"));
    var title = MemberFields.title(fields);
    if (!fields.has("title")) {
      fields.reject("title", "is missing");
    }
    fields.check();
    done(changes.retitle(caller, chat, title));
    return Reply.empty(204);
  }

  private Reply add(RoutingContext request) {
    var caller = callers.require(request);
    var chat = MemberFields.chat(request);
    var fields = JsonFields.of(request, Set.of("members"));
    var members = MemberFields.members(fields);
    if (members.isEmpty() && !fields.hasErrors()) {
      fields.reject("members", "is missing or empty");
    }
    fields.check();
    var added = new JsonArray();
    done(changes.add(caller, chat, members)).forEach(user -> added.add(user.toString()));
    return Reply.json(200, new JsonObject().put("added", added));
  }

  private Reply remove(RoutingContext request) {
    var caller = callers.require(request);
    var chat = MemberFields.chat(request);
    var user =
        UserId.parse(Requests.pathParam(request, "user"))
            .orElseThrow(Refusals.problem(new Refusal.NoMember())::asException);
    done(changes.remove(caller, chat, user));
    return Reply.empty(204);
  }

  private static List<UserId> done(Change change) {
    return switch (change) {
      case Change.Done(var users) -> users;
      case Change.Refused(var refusal) -> throw Refusals.problem(refusal).asException();
    };
  }
}
