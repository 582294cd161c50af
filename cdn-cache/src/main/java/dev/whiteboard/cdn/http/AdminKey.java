package dev.whiteboard.cdn.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.Optional;

/** Who may change what the CDN does. */
public final class AdminKey {
  private static final String SCHEME = "Bearer ";

  private static final Problem NONE_GIVEN =
      Problem.of(401, "Not authenticated", "Send the admin key as Authorization: Bearer.");
  private static final Problem NOT_IT =
      Problem.of(403, "Admin key needed", "Only the admin key may do this.");

  private final Optional<byte[]> key;

  /**
   * This one.
   *
   * @param key empty for nobody
   */
  public AdminKey(Optional<String> key) {
    this.key = key.map(text -> text.getBytes(UTF_8));
  }

  /**
   * Lets pass who holds it. How long that takes says nothing of the key but its length.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 401 without any, 403 with another
   */
  void require(RoutingContext request) {
    var given = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw NONE_GIVEN.asException();
    }
    var token = given.substring(SCHEME.length()).strip().getBytes(UTF_8);
    if (!key.map(wanted -> MessageDigest.isEqual(wanted, token)).orElse(false)) {
      throw NOT_IT.asException();
    }
  }
}
