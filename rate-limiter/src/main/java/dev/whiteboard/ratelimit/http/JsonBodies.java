package dev.whiteboard.ratelimit.http;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What a body must be said to be before it is read. */
final class JsonBodies {
  static final Problem TOO_LONG =
      Problem.of(413, "Content too large", "The body is larger than this takes.");

  private static final String JSON = "application/json";

  private static final Problem NOT_JSON =
      Problem.of(415, "Unsupported media type", "Send the body as application/json, not encoded.");

  private JsonBodies() {}

  /** Whether it is declared to be JSON, and as it is. */
  static boolean isDeclared(HttpServerRequest request) {
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && type.regionMatches(true, 0, JSON, 0, JSON.length())
        && (type.length() == JSON.length() || isEnd(type.charAt(JSON.length())))
        && isPlain(request.getHeader(HttpHeaders.CONTENT_ENCODING));
  }

  /** Says that it is not. */
  static void refuse(HttpServerRequest request) {
    DirectAnswers.write(request, NOT_JSON.toReply(request));
  }

  private static boolean isEnd(char character) {
    return character == ';' || character == ' ' || character == '\t';
  }

  private static boolean isPlain(@Nullable String coding) {
    return coding == null || coding.strip().equalsIgnoreCase("identity");
  }
}
