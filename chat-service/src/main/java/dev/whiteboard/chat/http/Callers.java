package dev.whiteboard.chat.http;

import dev.whiteboard.chat.account.Authenticator;
import dev.whiteboard.chat.account.Caller;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Tells who sent a request, by its {@code Authorization: Bearer} (RFC 6750, section 2.1). */
public final class Callers {
  private static final String SCHEME = "Bearer ";

  private static final Problem NO_TOKEN =
      Problem.of(401, "Not authenticated", "Send a token as Authorization: Bearer.");
  private static final Problem BAD_TOKEN =
      Problem.of(401, "Not authenticated", "This token is not valid, or not any more.");

  private final Authenticator authenticator;

  /** Tokens are checked by this. */
  public Callers(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Who asks.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 401 without a token, or with one that is not
   *     good
   */
  public Caller require(RoutingContext request) {
    var given = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw NO_TOKEN.asException();
    }
    return authenticator
        .authenticate(given.substring(SCHEME.length()).strip())
        .orElseThrow(BAD_TOKEN::asException);
  }
}
