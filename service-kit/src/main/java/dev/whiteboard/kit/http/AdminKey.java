package dev.whiteboard.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.Optional;

/** Who may do what only an operator may. */
public final class AdminKey {
  private static final String SCHEME = "Bearer ";

  private static final Problem NONE_GIVEN =
      Problem.of(401, "Not authenticated", "Send the admin key as Authorization: Bearer.");
  private static final Problem NOT_IT =
      Problem.of(403, "Admin key needed", "Only the admin key may do this.");

  private static final Problem NO_METHOD =
      Problem.of(405, "Method not allowed", "Not with this method.");

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
   * @throws ProblemException 401 without any, 403 with another
   */
  public void require(RoutingContext request) {
    switch (look(request.request())) {
      case IT -> {}
      case OTHER -> throw NOT_IT.asException();
      case NONE -> throw NONE_GIVEN.asException();
    }
  }

  /**
   * What is wrong with who asks for a method that only an operator has: to strangers there is no
   * such method.
   *
   * @return 405 without any key, 403 with another; empty with the right one
   */
  public Optional<Problem> refusal(HttpServerRequest request) {
    return switch (look(request)) {
      case IT -> Optional.empty();
      case OTHER -> Optional.of(NOT_IT);
      case NONE -> Optional.of(NO_METHOD);
    };
  }

  private Given look(HttpServerRequest request) {
    var given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Given.NONE;
    }
    var token = given.substring(SCHEME.length()).strip().getBytes(UTF_8);
    return key.map(wanted -> MessageDigest.isEqual(wanted, token)).orElse(false)
        ? Given.IT
        : Given.OTHER;
  }

  private enum Given {
    IT,
    OTHER,
    NONE
  }
}
