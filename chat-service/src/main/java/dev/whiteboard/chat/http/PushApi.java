package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.push.Subscribed;
import dev.whiteboard.chat.push.Subscription;
import dev.whiteboard.chat.push.Subscriptions;
import dev.whiteboard.chat.push.channel.BrowserKeys;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.Destinations;
import dev.whiteboard.chat.push.channel.HookSecret;
import dev.whiteboard.chat.push.channel.MailAddress;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.chat.push.channel.VapidKeys;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.web.QuotaExceeded;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/push-subscriptions}: where one wants to be told what one misses. */
public final class PushApi {
  private static final int BODY_BYTES_MAX = 8 * 1024;
  private static final int CHANNEL_CHARS_MAX = 16;
  private static final int CODE_CHARS_MAX = 64;
  private static final String PATH = "/api/v1/push-subscriptions";

  /** Beside {@code channel}. */
  private static final Map<Channel, Set<String>> FIELDS =
      Map.of(
          Channel.WEBPUSH, Set.of("endpoint", "expirationTime", "keys"),
          Channel.WEBHOOK, Set.of("url"),
          Channel.EMAIL, Set.of("address"),
          Channel.LOG, Set.of());

  private static final Set<String> ALL_FIELDS =
      Set.of("channel", "endpoint", "expirationTime", "keys", "url", "address");

  /** Without mails for a while, and mails are all that a request waits for. */
  private static final Duration MAIL_RETRY = Duration.ofSeconds(10);

  private static final Problem NONE = Problem.notFound("You have no such subscription.");
  private static final Problem TOO_MANY =
      Problem.of(
          422,
          "Too many subscriptions",
          "A user has at most %d subscriptions.".formatted(Subscriptions.OF_USER_MAX));
  private static final Problem NO_MAIL =
      Problem.of(422, "No mails", "This service sends no mails.");
  private static final Problem NO_MAILBOX =
      Problem.of(422, "No such mailbox", "The mail server takes no mail to this address.");
  private static final Problem WRONG_CODE =
      Problem.of(422, "Wrong code", "This is not the code that was sent last.");

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param subscriptions where users want to be told
   * @param keys what browsers subscribe with
   * @param destinations where we would go
   * @param random makes secrets
   */
  public record Parts(
      Callers callers,
      Subscriptions subscriptions,
      VapidKeys keys,
      Destinations destinations,
      SecureRandom random) {}

  /** Routes over these parts. */
  public PushApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    routes.route(HttpMethod.GET, "/api/v1/push-key", 0, _ -> key());
    routes.route(HttpMethod.POST, PATH, BODY_BYTES_MAX, this::add);
    routes.route(HttpMethod.GET, PATH, 0, this::list);
    routes.route(HttpMethod.DELETE, PATH + "/:id", 0, this::remove);
    routes.route(HttpMethod.POST, PATH + "/:id/confirm", BODY_BYTES_MAX, this::confirm);
  }

  private Reply key() {
    return Reply.json(200, new JsonObject().put("publicKey", parts.keys.publicKey()));
  }

  private Reply add(RoutingContext request) {
    var caller = parts.callers.require(request);
    var fields = JsonFields.of(request, ALL_FIELDS);
    var target = target(fields);
    fields.check();
    var wanted = target.orElseThrow();
    return switch (parts.subscriptions.add(caller, wanted)) {
      case Subscribed.Kept kept -> answer(kept, wanted);
      case Subscribed.TooMany _ -> throw TOO_MANY.asException();
      case Subscribed.NoMail _ -> throw NO_MAIL.asException();
      case Subscribed.NoMailbox _ -> throw NO_MAILBOX.asException();
      case Subscribed.MailAway _ -> throw Problem.unavailable(MAIL_RETRY).asException();
      case Subscribed.TooOften(var after) ->
          throw QuotaExceeded.problem("Too many codes were sent.", after).asException();
    };
  }

  /** Where it leads; empty where a field is bad. */
  private Optional<? extends Target> target(JsonFields fields) {
    var name = fields.text("channel", CHANNEL_CHARS_MAX);
    var channel = Channel.named(name);
    if (channel.isEmpty() && !name.isEmpty()) {
      fields.reject("channel", "must be \"webpush\", \"webhook\", \"email\" or \"log\"");
    }
    channel.ifPresent(known -> rejectOthers(fields, known));
    return channel.flatMap(known ->
        switch (known) {
          case WEBPUSH -> browser(fields);
          case WEBHOOK ->
              url(fields, "url").map(url -> new Target.Hook(url, HookSecret.create(parts.random)));
          case EMAIL -> mailbox(fields);
          case LOG -> Optional.of(new Target.Log());
        });
  }

  private static void rejectOthers(JsonFields fields, Channel channel) {
    ALL_FIELDS.stream()
        .filter(field -> fields.has(field) && !field.equals("channel"))
        .filter(field -> !FIELDS.getOrDefault(channel, Set.of()).contains(field))
        .forEach(field -> fields.reject(field, "is not for this channel"));
  }

  private Optional<Target> browser(JsonFields fields) {
    var endpoint = url(fields, "endpoint");
    var given = fields.object("keys", Set.of("p256dh", "auth"));
    var keys =
        BrowserKeys.parse(
            given.text("p256dh", BrowserKeys.PUBLIC_KEY_CHARS_MAX),
            given.text("auth", BrowserKeys.SECRET_CHARS_MAX));
    if (keys.isEmpty() && !fields.hasErrors()) {
      fields.reject("keys", "must be a point of P-256 and 16 bytes, in base64url");
    }
    return endpoint.flatMap(to -> keys.map(with -> new Target.Browser(to, with)));
  }

  private Optional<URI> url(JsonFields fields, String field) {
    var text = fields.text(field, Destinations.URL_CHARS_MAX);
    var url = parts.destinations.parse(text);
    if (url.isEmpty() && !text.isEmpty()) {
      fields.reject(field, Destinations.RULE);
    }
    return url;
  }

  private static Optional<Target> mailbox(JsonFields fields) {
    var text = fields.text("address", MailAddress.CHARS_MAX);
    var address = MailAddress.parse(text);
    if (address.isEmpty() && !text.isEmpty()) {
      fields.reject("address", "must be a mail address");
    }
    return address.map(Target.Mailbox::new);
  }

  /** A webhook's secret is shown here, once. */
  private static Reply answer(Subscribed.Kept kept, Target target) {
    var json =
        new JsonObject()
            .put("id", kept.id().toString())
            .put("channel", target.channel().wireName())
            .put("confirmed", kept.confirmed());
    if (kept.isNew() && target instanceof Target.Hook(_, var secret)) {
      json.put("secret", secret.text());
    }
    return Reply.json(kept.isNew() ? 201 : 200, json).with("Location", PATH + "/" + kept.id());
  }

  private Reply list(RoutingContext request) {
    var caller = parts.callers.require(request);
    var list = new JsonArray();
    parts
        .subscriptions
        .list(caller.user())
        .forEach(subscription ->
            list.add(
                json(subscription).put("current", subscription.device().equals(caller.device()))));
    return Reply.json(200, new JsonObject().put("subscriptions", list));
  }

  private static JsonObject json(Subscription subscription) {
    return new JsonObject()
        .put("id", subscription.id().toString())
        .put("deviceId", subscription.device().toString())
        .put("channel", subscription.channel().wireName())
        .put("target", subscription.shown())
        .put("confirmed", subscription.confirmed())
        .put("createdAt", Rfc3339.format(subscription.createdAt()));
  }

  private Reply remove(RoutingContext request) {
    var caller = parts.callers.require(request);
    if (!parts.subscriptions.remove(caller.user(), id(request))) {
      throw NONE.asException();
    }
    return Reply.empty(204);
  }

  private Reply confirm(RoutingContext request) {
    var caller = parts.callers.require(request);
    var id = id(request);
    var fields = JsonFields.of(request, Set.of("code"));
    var code = fields.text("code", CODE_CHARS_MAX);
    fields.check();
    return switch (parts.subscriptions.confirm(caller.user(), id, code)) {
      case YES -> Reply.empty(204);
      case WRONG -> throw WRONG_CODE.asException();
      case NOT_THERE -> throw NONE.asException();
    };
  }

  private static SubscriptionId id(RoutingContext request) {
    return SubscriptionId.parse(Requests.pathParam(request, "id")).orElseThrow(NONE::asException);
  }
}
