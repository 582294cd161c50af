package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.secret.TokenHash;
import dev.whiteboard.shortener.access.ManageTokens;
import dev.whiteboard.shortener.http.Callers.Caller;
import dev.whiteboard.shortener.link.IdempotencyKey;
import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.link.LinkCreation;
import dev.whiteboard.shortener.link.LinkCreation.Outcome;
import dev.whiteboard.shortener.link.Ownership;
import dev.whiteboard.shortener.news.NewLinks;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** {@code POST /api/v1/links}: a new link, for anybody. */
public final class LinkApi {
  /** Of a link in JSON, in bytes. */
  static final int BODY_BYTES_MAX = 16 * 1024;

  private static final int IDEMPOTENCY_KEY_CHARS_MAX = 255;

  static final Problem ALIAS_TAKEN =
      Problem.of(409, "Alias taken", "Another link has this alias.")
          .withErrors(List.of(new FieldError("alias", "is taken")));

  static final Problem KEY_REUSED =
      Problem.of(
          422,
          "Idempotency key reused",
          "This Idempotency-Key was sent before, with another body.");

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param creation makes links
   * @param news is told of new ones
   * @param tokens makes manage tokens
   * @param json writes links
   * @param limits how many links one may make
   * @param ownHosts hosts that a link must not lead to
   * @param created counts links made
   * @param clock now
   */
  public record Parts(
      Callers callers,
      LinkCreation creation,
      NewLinks news,
      ManageTokens tokens,
      LinkJson json,
      CreationLimits limits,
      Set<String> ownHosts,
      LongAdder created,
      InstantSource clock) {}

  /** Routes over these parts. */
  public LinkApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    parts
        .limits
        .ofAddresses()
        .ifPresent(limit -> routes.bind(HttpMethod.POST, "/api/v1/links").handler(limit));
    routes.route(HttpMethod.POST, "/api/v1/links", BODY_BYTES_MAX, this::create);
  }

  private Reply create(RoutingContext request) {
    var caller = parts.callers.identify(request);
    var fields = JsonFields.of(request, LinkRequest.fields());
    var draft = LinkRequest.parse(fields, parts.ownHosts, parts.clock.instant());
    var key = idempotencyKey(request, caller);
    var token = manageToken(caller, key);
    var owner = ownership(caller, token);
    parts.limits.spend(caller).ifPresent(LinkApi::refuse);
    return switch (parts.creation.create(draft, owner, key)) {
      case Outcome.Made(var link, var repeated) -> {
        if (!repeated) {
          parts.created.increment();
          parts.news.tell(List.of(link));
        }
        yield created(link, token);
      }
      case Outcome.AliasTaken _ -> throw ALIAS_TAKEN.asException();
      case Outcome.KeyReused _ -> throw KEY_REUSED.asException();
      case Outcome.Failed(var reason) -> throw reason;
    };
  }

  private static void refuse(Problem problem) {
    throw problem.asException();
  }

  private Reply created(Link link, Optional<String> token) {
    var body = parts.json.of(link, 0);
    token.ifPresent(shownOnce -> body.put("manageToken", shownOnce));
    return Reply.json(201, body).with("Location", "/api/v1/links/" + link.code());
  }

  private static Optional<IdempotencyKey> idempotencyKey(RoutingContext request, Caller caller) {
    var key = request.request().getHeader("Idempotency-Key");
    if (key == null) {
      return Optional.empty();
    }
    if (key.isBlank() || key.length() > IDEMPOTENCY_KEY_CHARS_MAX) {
      throw Problem.badFields(
              List.of(
                  new FieldError(
                      "Idempotency-Key",
                      "must have 1 to " + IDEMPOTENCY_KEY_CHARS_MAX + " characters")))
          .asException();
    }
    var body = TokenHash.of(Requests.body(request).getBytes());
    return Optional.of(new IdempotencyKey(caller.scope(), TokenHash.of(key), body));
  }

  /** A token for who has no API key; the same again for the same request. */
  private Optional<String> manageToken(Caller caller, Optional<IdempotencyKey> key) {
    return switch (caller) {
      case Caller.WithKey _ -> Optional.empty();
      case Caller.Anonymous _ -> Optional.of(parts.tokens.create(key.map(LinkApi::sameAgain)));
    };
  }

  private static String sameAgain(IdempotencyKey key) {
    var hex = HexFormat.of();
    return String.join(
        " ", key.scope(), hex.formatHex(key.key().bytes()), hex.formatHex(key.body().bytes()));
  }

  private static Ownership ownership(Caller caller, Optional<String> token) {
    return switch (caller) {
      case Caller.WithKey(var id) -> new Ownership.OfKey(id);
      case Caller.Anonymous _ -> new Ownership.OfToken(TokenHash.of(token.orElseThrow()));
    };
  }
}
