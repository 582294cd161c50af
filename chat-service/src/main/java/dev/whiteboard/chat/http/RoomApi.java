package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.room.ChatKind;
import dev.whiteboard.chat.room.ChatList;
import dev.whiteboard.chat.room.ChatView;
import dev.whiteboard.chat.room.Chats;
import dev.whiteboard.chat.room.Creation;
import dev.whiteboard.chat.room.NewGroup;
import dev.whiteboard.chat.room.RepeatKey;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/chats}: making chats, and seeing them. */
public final class RoomApi {
  private static final Set<String> FIELDS = Set.of("kind", "members", "title", "encrypted");
  private static final int KIND_CHARS_MAX = 16;
  private static final int KEY_CHARS_MAX = 255;
  private static final IntRange LIMIT = new IntRange(1, 200);
  private static final int LIMIT_DEFAULT = 50;

  private final Callers callers;
  private final Chats chats;
  private final ChatList list;

  /** Routes over these parts. */
  public RoomApi(Callers callers, Chats chats, ChatList list) {
    this.callers = callers;
    this.chats = chats;
    this.list = list;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, "/api/v1/chats", MemberFields.BODY_BYTES_MAX, this::create);
    routes.route(HttpMethod.GET, "/api/v1/chats", 0, this::list);
    routes.route(HttpMethod.GET, "/api/v1/chats/:id", 0, this::read);
  }

  private Reply create(RoutingContext request) {
    var caller = callers.require(request);
    var fields = JsonFields.of(request, FIELDS);
    var kind = kind(fields);
    var members = MemberFields.members(fields);
    var title = MemberFields.title(fields);
    var encrypted = fields.optionalBoolean("encrypted").orElse(false);
    if (kind == ChatKind.DIRECT && title.isPresent()) {
      fields.reject("title", "is not for a direct chat");
    }
    fields.check();
    return switch (kind) {
      case DIRECT -> answer(direct(caller, new NewGroup(members, title, encrypted)));
      case GROUP ->
          answer(chats.group(caller, new NewGroup(members, title, encrypted), repeatKey(request)));
    };
  }

  private static ChatKind kind(JsonFields fields) {
    var text = fields.text("kind", KIND_CHARS_MAX);
    var kind = ChatKind.named(text);
    if (kind.isEmpty() && !text.isEmpty()) {
      fields.reject("kind", "must be \"direct\" or \"group\"");
    }
    return kind.orElse(ChatKind.GROUP);
  }

  /** The caller may name himself or not. */
  private Creation direct(Caller caller, NewGroup of) {
    var others = of.others().stream().filter(user -> !user.equals(caller.user())).toList();
    if (others.size() > 1) {
      throw Problem.of(422, "Too many members", "A direct chat takes one other user.")
          .withErrors(List.of(new FieldError("members", "must be one other user")))
          .asException();
    }
    return chats.direct(
        caller, others.isEmpty() ? caller.user() : others.getFirst(), of.encrypted());
  }

  private static Optional<RepeatKey> repeatKey(RoutingContext request) {
    var key = request.request().getHeader("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    if (key.isBlank() || key.length() > KEY_CHARS_MAX) {
      var detail = "must have 1 to " + KEY_CHARS_MAX + " characters";
      throw Problem.badFields(List.of(new FieldError("Idempotency-Key", detail))).asException();
    }
    var body = TokenHash.of(Requests.body(request).getBytes());
    return Optional.of(new RepeatKey(TokenHash.of(key), body));
  }

  private static Reply answer(Creation creation) {
    return switch (creation) {
      case Creation.Made(var chat, var isNew) ->
          Reply.json(isNew ? 201 : 200, new JsonObject().put("chatId", chat.toString()))
              .with("Location", "/api/v1/chats/" + chat);
      case Creation.Refused(var refusal) -> throw Refusals.problem(refusal).asException();
    };
  }

  private Reply list(RoutingContext request) {
    var caller = callers.require(request);
    var query = new Query(request);
    var before = query.parsed("cursor", ChatId::parse, "must be the \"next\" of the page before");
    var limit = query.limit(LIMIT, LIMIT_DEFAULT);
    query.check();
    // One more than is asked for tells whether there is a next page.
    var found = list.of(caller.user(), before, limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    var next = found.size() > limit ? page.getLast().chat().id().toString() : null;
    return Reply.json(200, new JsonObject().put("chats", array(page)).put("next", next));
  }

  private static JsonArray array(List<ChatView> page) {
    var array = new JsonArray();
    page.forEach(view -> array.add(ChatJson.of(view)));
    return array;
  }

  private Reply read(RoutingContext request) {
    var caller = callers.require(request);
    var chat = MemberFields.chat(request);
    var view = list.find(caller.user(), chat).orElseThrow(Refusals.NO_CHAT::asException);
    return Reply.json(200, ChatJson.of(view, list.members(chat)));
  }
}
