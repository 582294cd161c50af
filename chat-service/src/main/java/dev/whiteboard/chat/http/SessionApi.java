package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.AccountLimits;
import dev.whiteboard.chat.account.AccountName;
import dev.whiteboard.chat.account.Accounts;
import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.chat.account.Password;
import dev.whiteboard.chat.account.Session;
import dev.whiteboard.chat.account.Sessions;
import dev.whiteboard.chat.account.SignedIn;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.Rfc3339;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.web.QuotaExceeded;
import dev.whiteboard.ratelimit.web.RateLimitHandler;
import dev.whiteboard.ratelimit.web.RequestKey;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/sessions}: signing in and out, and the next token. */
public final class SessionApi {
  private static final int ID_CHARS = 36;
  private static final int REFRESH_TOKEN_CHARS_MAX = 128;

  private static final Problem WRONG =
      Problem.of(401, "Not authenticated", "Name or password is wrong.");

  private static final Problem BAD_REFRESH_TOKEN =
      Problem.of(401, "Not authenticated", "This refresh token is not valid, or was used.");

  private static final Problem NO_SESSION =
      Problem.notFound("You have no such session, or it has ended.");

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param accounts checks passwords
   * @param sessions the devices that are signed in
   * @param limits how often one may try
   * @param addresses whose a request is
   */
  public record Parts(
      Callers callers,
      Accounts accounts,
      Sessions sessions,
      AccountLimits limits,
      ClientAddress addresses) {}

  /** Routes over these parts. */
  public SessionApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    limited(routes, "/api/v1/sessions");
    limited(routes, "/api/v1/sessions/refresh");
    routes.route(HttpMethod.POST, "/api/v1/sessions", AccountApi.BODY_BYTES_MAX, this::signIn);
    routes.route(
        HttpMethod.POST, "/api/v1/sessions/refresh", AccountApi.BODY_BYTES_MAX, this::refresh);
    routes.route(HttpMethod.GET, "/api/v1/sessions", 0, this::list);
    routes.route(HttpMethod.DELETE, "/api/v1/sessions/current", 0, this::signOut);
    routes.route(HttpMethod.DELETE, "/api/v1/sessions/:id", 0, this::signOutOther);
  }

  private void limited(ServiceRoutes routes, String path) {
    var address = RequestKey.address(parts.addresses);
    parts
        .limits
        .signIns()
        .map(limiter -> new RateLimitHandler("sign-ins-per-address", limiter, address))
        .ifPresent(limit -> routes.bind(HttpMethod.POST, path).handler(limit));
  }

  private Reply signIn(RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("name", "password", "deviceId"));
    var name = AccountName.parse(fields.text("name", AccountApi.NAME_CHARS_MAX));
    var password = Password.of(fields.text("password", AccountApi.PASSWORD_CHARS_MAX));
    var device = device(fields);
    fields.check();
    var user = checked(name, password).orElseThrow(WRONG::asException);
    return answer(parts.sessions.open(user, device));
  }

  private static Optional<DeviceId> device(JsonFields fields) {
    var given = fields.optionalText("deviceId", ID_CHARS);
    var device = given.flatMap(DeviceId::parse);
    if (given.isPresent() && device.isEmpty()) {
      fields.reject("deviceId", "must be the id of a device");
    }
    return device;
  }

  private Optional<UserId> checked(Optional<AccountName> name, Password password) {
    var limiter = parts.limits.nameTries();
    return limiter.isPresent() && name.isPresent()
        ? checked(limiter.get(), name.get(), password)
        : parts.accounts.check(name, password);
  }

  /** A try that succeeds is given back: only failures count. */
  private Optional<UserId> checked(RateLimiter tries, AccountName name, Password password) {
    var verdict = new Verdict();
    if (!tries.tryAcquire(name.key(), 1, verdict)) {
      var retryAfter = Duration.ofNanos(verdict.retryAfterNanos());
      throw QuotaExceeded.problem("Too many wrong passwords for this name.", retryAfter)
          .asException();
    }
    var user = parts.accounts.check(Optional.of(name), password);
    user.ifPresent(_ -> tries.refund(name.key(), verdict));
    return user;
  }

  private Reply refresh(RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("refreshToken"));
    var token = fields.text("refreshToken", REFRESH_TOKEN_CHARS_MAX);
    fields.check();
    return answer(parts.sessions.refresh(token).orElseThrow(BAD_REFRESH_TOKEN::asException));
  }

  private Reply list(RoutingContext request) {
    var caller = parts.callers.require(request);
    var sessions = new JsonArray();
    parts.sessions.live(caller.user()).forEach(session -> sessions.add(json(session, caller)));
    return Reply.json(200, new JsonObject().put("sessions", sessions));
  }

  private Reply signOut(RoutingContext request) {
    var caller = parts.callers.require(request);
    return ended(caller, caller.session());
  }

  private Reply signOutOther(RoutingContext request) {
    var caller = parts.callers.require(request);
    var session = SessionId.parse(Requests.pathParam(request, "id"));
    return ended(caller, session.orElseThrow(NO_SESSION::asException));
  }

  private Reply ended(Caller caller, SessionId session) {
    if (!parts.sessions.revoke(caller.user(), session)) {
      throw NO_SESSION.asException();
    }
    return Reply.empty(204);
  }

  private static Reply answer(SignedIn signedIn) {
    var caller = signedIn.issued().caller();
    return Reply.json(
        200,
        new JsonObject()
            .put("token", signedIn.issued().token())
            .put("refreshToken", signedIn.refreshToken())
            .put("userId", caller.user().toString())
            .put("deviceId", caller.device().toString())
            .put("sessionId", caller.session().toString())
            .put("expiresAt", Rfc3339.format(caller.expiresAt())));
  }

  private static JsonObject json(Session session, Caller caller) {
    return new JsonObject()
        .put("sessionId", session.id().toString())
        .put("deviceId", session.device().toString())
        .put("createdAt", Rfc3339.format(session.createdAt()))
        .put("refreshedAt", Rfc3339.format(session.refreshedAt()))
        .put("expiresAt", Rfc3339.format(session.expiresAt()))
        .put("current", session.id().equals(caller.session()));
  }
}
