package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.WelcomeId;
import dev.whiteboard.chat.mls.Groups;
import dev.whiteboard.chat.mls.Groups.Commit;
import dev.whiteboard.chat.mls.Groups.Outcome;
import dev.whiteboard.chat.mls.Groups.State;
import dev.whiteboard.chat.mls.Groups.Welcome;
import dev.whiteboard.chat.mls.KeyPackages;
import dev.whiteboard.chat.mls.KeyPackages.Claimed;
import dev.whiteboard.chat.mls.KeyPackages.Stock;
import dev.whiteboard.chat.mls.KeyPackages.Upload;
import dev.whiteboard.chat.mls.Welcomes;
import dev.whiteboard.chat.mls.Welcomes.Waiting;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/v1/mls}: the delivery service of encrypted chats. */
public final class MlsApi {
  private static final long UPLOAD_BYTES_MAX = 640 * 1024;
  private static final long CLAIM_BYTES_MAX = 8 * 1024;
  private static final long COMMIT_BYTES_MAX = 1024 * 1024;

  private static final int ID_CHARS = 36;
  private static final int JOINER_CHARS = 73;
  private static final IntRange EPOCHS = new IntRange(0, Integer.MAX_VALUE);

  private static final Problem NO_CHAT = Problem.notFound("There is no such chat.");
  private static final Problem NO_WELCOME = Problem.notFound("No such welcome waits for you.");
  private static final Problem NOT_ENCRYPTED =
      Problem.of(422, "Chat not encrypted", "This chat was not made encrypted.");
  private static final Problem JOINER_NO_MEMBER =
      Problem.of(422, "Joiner no member", "Somebody who would join is no member of the chat.");
  private static final Problem NOT_YOURS =
      Problem.of(
          422, "Not your key package", "A key package is not one of suite 1 of this device.");

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param memberships who is in which chat
   * @param keyPackages the directory
   * @param groups decides between commits
   * @param welcomes what waits for devices
   */
  public record Parts(
      Callers callers,
      Memberships memberships,
      KeyPackages keyPackages,
      Groups groups,
      Welcomes welcomes) {}

  /** Routes over these parts. */
  public MlsApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.POST, "/api/v1/mls/key-packages", UPLOAD_BYTES_MAX, this::upload);
    routes.route(HttpMethod.GET, "/api/v1/mls/key-packages", 0, this::stock);
    routes.route(HttpMethod.POST, "/api/v1/mls/key-packages/claim", CLAIM_BYTES_MAX, this::claim);
    routes.route(HttpMethod.GET, "/api/v1/mls/groups/:id", 0, this::group);
    routes.route(HttpMethod.POST, "/api/v1/mls/groups/:id/commits", COMMIT_BYTES_MAX, this::commit);
    routes.route(HttpMethod.GET, "/api/v1/mls/welcomes", 0, this::welcomes);
    routes.route(HttpMethod.DELETE, "/api/v1/mls/welcomes/:id", 0, this::acknowledge);
  }

  private Reply upload(RoutingContext request) {
    var device = device(request);
    var fields = JsonFields.of(request, Set.of("keyPackages", "lastResort", "replace"));
    var chars = Base64Fields.chars(KeyPackages.BYTES_MAX);
    var oneTime =
        fields.texts("keyPackages", KeyPackages.ONE_TIME_MAX, chars).stream()
            .map(text -> Base64Fields.parse(fields, "keyPackages", text))
            .toList();
    var lastResort = Base64Fields.optional(fields, "lastResort", KeyPackages.BYTES_MAX);
    var replace = fields.optionalBoolean("replace").orElse(false);
    fields.check();
    var outcome = parts.keyPackages.upload(device, new Upload(oneTime, lastResort, replace));
    return switch (outcome) {
      case KeyPackages.Outcome.Kept(var stock) -> Reply.json(200, json(stock));
      case KeyPackages.Outcome.NotOfThisDevice _ -> throw NOT_YOURS.asException();
      case KeyPackages.Outcome.TooMany(var stock) -> throw tooMany(stock).asException();
    };
  }

  private static Problem tooMany(Stock stock) {
    return Problem.of(
        422,
        "Too many key packages",
        "A device has at most %d; this one has %d."
            .formatted(KeyPackages.ONE_TIME_MAX, stock.oneTime()));
  }

  private Reply stock(RoutingContext request) {
    return Reply.json(200, json(parts.keyPackages.stock(device(request))));
  }

  private static JsonObject json(Stock stock) {
    return new JsonObject().put("left", stock.oneTime()).put("lastResort", stock.hasLastResort());
  }

  /** Only of those who are in a chat with the caller: a stranger can't use up anybody's. */
  private Reply claim(RoutingContext request) {
    var by = device(request);
    var fields = JsonFields.of(request, Set.of("chat", "users"));
    var chat = ChatId.parse(fields.text("chat", ID_CHARS));
    var users =
        fields.texts("users", KeyPackages.USERS_MAX, ID_CHARS).stream()
            .flatMap(text -> UserId.parse(text).stream())
            .collect(Collectors.toSet());
    fields.check();
    users.retainAll(members(by.user(), chat));
    var claimed = new JsonArray();
    parts.keyPackages.claim(by, users).forEach(one -> claimed.add(json(one)));
    return Reply.json(200, new JsonObject().put("keyPackages", claimed));
  }

  private Set<UserId> members(UserId asker, Optional<ChatId> chat) {
    var members =
        chat.map(parts.memberships::current).orElse(List.of()).stream()
            .map(Membership::user)
            .collect(Collectors.toSet());
    if (!members.contains(asker)) {
      throw NO_CHAT.asException();
    }
    return members;
  }

  private static JsonObject json(Claimed claimed) {
    return new JsonObject()
        .put("user", claimed.of().user().toString())
        .put("device", claimed.of().device().toString())
        .put("keyPackage", claimed.keyPackage().base64())
        .put("lastResort", claimed.lastResort());
  }

  private Reply group(RoutingContext request) {
    var caller = parts.callers.require(request);
    var chat = chat(request);
    if (!isMember(chat, caller.user())) {
      throw NO_CHAT.asException();
    }
    var described = parts.groups.describe(chat);
    var json = json(described.state());
    described.groupInfo().ifPresent(info -> json.put("groupInfo", info.base64()));
    return Reply.json(200, json);
  }

  private boolean isMember(ChatId chat, UserId user) {
    return parts.memberships.find(chat, user).filter(Membership::isCurrent).isPresent();
  }

  private static ChatId chat(RoutingContext request) {
    return ChatId.parse(Requests.pathParam(request, "id")).orElseThrow(NO_CHAT::asException);
  }

  private static JsonObject json(State state) {
    return new JsonObject()
        .put("generation", state.generation())
        .put("epoch", state.epoch())
        .put("seq", state.seq());
  }

  private Reply commit(RoutingContext request) {
    var commit = read(request, device(request), chat(request));
    return switch (parts.groups.commit(commit)) {
      case Outcome.Taken(var state, var repeated) -> Reply.json(repeated ? 200 : 201, json(state));
      case Outcome.Lost(var state) -> lost(request, state);
      case Outcome.NoMember _ -> throw NO_CHAT.asException();
      case Outcome.NotEncrypted _ -> throw NOT_ENCRYPTED.asException();
      case Outcome.JoinerNoMember _ -> throw JOINER_NO_MEMBER.asException();
    };
  }

  private static Commit read(RoutingContext request, MlsIdentity by, ChatId chat) {
    var fields =
        JsonFields.of(request, Set.of("epoch", "commit", "groupInfo", "welcome", "joiners"));
    var epoch = fields.integer("epoch", EPOCHS);
    var bytes = Base64Fields.required(fields, "commit", Commit.BYTES_MAX);
    var info = Base64Fields.optional(fields, "groupInfo", Commit.GROUP_INFO_BYTES_MAX);
    var welcome = Base64Fields.optional(fields, "welcome", Welcome.BYTES_MAX);
    var joiners = joiners(fields, welcome.isPresent());
    fields.check();
    var group = Groups.groupOf(bytes, chat, epoch);
    if (group.isEmpty()) {
      fields.reject("commit", "is no public commit of this chat's group that ends this epoch");
      fields.check();
    }
    return new Commit(
        by, group.orElseThrow(), epoch, bytes, info, welcome.map(w -> new Welcome(w, joiners)));
  }

  private static List<MlsIdentity> joiners(JsonFields fields, boolean isWelcomed) {
    var texts = fields.texts("joiners", Welcome.JOINERS_MAX, JOINER_CHARS);
    var joiners =
        texts.stream().flatMap(text -> MlsIdentity.parse(text).stream()).distinct().toList();
    if (joiners.size() != texts.size()) {
      fields.reject("joiners", "must each be a user's id, a slash and a device's id, once");
    }
    if (joiners.isEmpty() == isWelcomed) {
      fields.reject("joiners", "must be there with a welcome, and only then");
    }
    return joiners;
  }

  /** The problem says where the group is: the loser fetches the log up to there and tries again. */
  private static Reply lost(RoutingContext request, State state) {
    var problem = Problem.of(409, "Epoch is over", "Another commit was first.");
    var path = Optional.ofNullable(request.request().path()).orElse("/");
    var json = problem.toJson(path, RequestId.of(request.request()));
    return new Reply(
        409,
        Map.of("Content-Type", Problem.MEDIA_TYPE, "Cache-Control", "no-store"),
        json.mergeIn(json(state)).toBuffer());
  }

  private Reply welcomes(RoutingContext request) {
    var waiting = new JsonArray();
    parts.welcomes.read(device(request)).forEach(one -> waiting.add(json(one)));
    return Reply.json(200, new JsonObject().put("welcomes", waiting));
  }

  private static JsonObject json(Waiting waiting) {
    return json(new State(waiting.generation(), waiting.epoch(), waiting.seq()))
        .put("id", waiting.id().toString())
        .put("chat", waiting.chat().toString())
        .put("welcome", waiting.bytes().base64());
  }

  private Reply acknowledge(RoutingContext request) {
    var device = device(request);
    var id =
        WelcomeId.parse(Requests.pathParam(request, "id")).orElseThrow(NO_WELCOME::asException);
    if (!parts.welcomes.acknowledge(device, id)) {
      throw NO_WELCOME.asException();
    }
    return Reply.empty(204);
  }

  private MlsIdentity device(RoutingContext request) {
    var caller = parts.callers.require(request);
    return new MlsIdentity(caller.user(), caller.device());
  }
}
