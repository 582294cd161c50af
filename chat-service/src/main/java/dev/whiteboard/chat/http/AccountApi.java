package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.AccountLimits;
import dev.whiteboard.chat.account.AccountName;
import dev.whiteboard.chat.account.Accounts;
import dev.whiteboard.chat.account.Password;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Requests;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.ratelimit.web.RateLimitHandler;
import dev.whiteboard.ratelimit.web.RequestKey;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/users}: signing up, and finding others. */
public final class AccountApi {
  /** Of a name and a password in JSON, in bytes. */
  static final int BODY_BYTES_MAX = 4 * 1024;

  /** Before it is normalized, in which it may become shorter. */
  static final int NAME_CHARS_MAX = 4 * AccountName.CHARS_MAX;

  /** Of a password, before it is normalized. */
  static final int PASSWORD_CHARS_MAX = 4 * Password.CHARS_MAX;

  private static final IntRange LIMIT = new IntRange(1, 50);
  private static final int LIMIT_DEFAULT = 20;

  private static final Problem NAME_TAKEN =
      Problem.of(409, "Name taken", "Somebody else has this name.")
          .withErrors(List.of(new FieldError("name", "is taken")));

  private static final Problem NOBODY = Problem.notFound("There is no such user.");

  private final Parts parts;

  /**
   * What the routes need.
   *
   * @param callers who asks
   * @param accounts makes users
   * @param users finds them
   * @param limits how many an address may make
   * @param addresses whose a request is
   */
  public record Parts(
      Callers callers,
      Accounts accounts,
      Users users,
      AccountLimits limits,
      ClientAddress addresses) {}

  /** Routes over these parts. */
  public AccountApi(Parts parts) {
    this.parts = parts;
  }

  /** Binds the routes. */
  public void mountOn(ServiceRoutes routes) {
    limited(routes);
    routes.route(HttpMethod.POST, "/api/v1/users", BODY_BYTES_MAX, this::signUp);
    routes.route(HttpMethod.GET, "/api/v1/users", 0, this::search);
    routes.route(HttpMethod.GET, "/api/v1/users/me", 0, this::me);
    routes.route(HttpMethod.GET, "/api/v1/users/:id", 0, this::read);
  }

  private void limited(ServiceRoutes routes) {
    var address = RequestKey.address(parts.addresses);
    parts
        .limits
        .signUps()
        .map(limiter -> new RateLimitHandler("sign-ups-per-address", limiter, address))
        .ifPresent(limit -> routes.bind(HttpMethod.POST, "/api/v1/users").handler(limit));
  }

  private Reply signUp(RoutingContext request) {
    var fields = JsonFields.of(request, Set.of("name", "password"));
    var name = AccountName.parse(fields.text("name", NAME_CHARS_MAX));
    var password = Password.of(fields.text("password", PASSWORD_CHARS_MAX));
    if (!fields.hasErrors()) {
      refuseUnfit(fields, name, password);
    }
    fields.check();
    var user =
        parts.accounts.signUp(name.orElseThrow(), password).orElseThrow(NAME_TAKEN::asException);
    return Reply.json(201, new JsonObject().put("userId", user.toString()))
        .with("Location", "/api/v1/users/" + user);
  }

  private static void refuseUnfit(
      JsonFields fields, Optional<AccountName> name, Password password) {
    if (name.isEmpty()) {
      fields.reject("name", AccountName.RULE);
    }
    password.whyUnfit(name).ifPresent(detail -> fields.reject("password", detail));
  }

  private Reply search(RoutingContext request) {
    var _ = parts.callers.require(request);
    var query = new Query(request);
    var name = query.text("name", NAME_CHARS_MAX);
    var limit = query.limit(LIMIT, LIMIT_DEFAULT);
    query.check();
    var found = new JsonArray();
    parts.users.named(name, limit).forEach(user -> found.add(ChatJson.user(user)));
    return Reply.json(200, new JsonObject().put("users", found));
  }

  private Reply me(RoutingContext request) {
    return answer(parts.callers.require(request).user());
  }

  private Reply read(RoutingContext request) {
    var _ = parts.callers.require(request);
    var id = UserId.parse(Requests.pathParam(request, "id")).orElseThrow(NOBODY::asException);
    return answer(id);
  }

  private Reply answer(UserId id) {
    return Reply.json(200, ChatJson.user(parts.users.find(id).orElseThrow(NOBODY::asException)));
  }
}
