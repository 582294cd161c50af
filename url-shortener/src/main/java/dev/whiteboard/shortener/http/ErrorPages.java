package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.Template;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * What is shown where a code leads nowhere: a small page to a browser, a problem to a client.
 *
 * <p>Neither is kept by a cache: the code may be somebody's in a moment.
 */
public final class ErrorPages {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Template unknown = Template.load("templates/shortener/unknown.html");
  private final Template tooMany = Template.load("templates/shortener/too-many.html");
  private final Template gone = Template.load("templates/shortener/gone.html");

  /** 404. */
  Reply unknown(HttpServerRequest request, String code) {
    return wantsPage(request)
        ? page(404, unknown.fill(Map.of("code", code)))
        : Problem.notFound("There is no link under this code.").toReply(request);
  }

  /** 429: this address has asked for too many codes that lead nowhere. */
  Reply tooManyUnknown(HttpServerRequest request, Duration retryAfter) {
    var problem =
        Problem.of(
                429,
                "Too many unknown codes",
                "This address asks for too many codes without a link. Some wait, and it goes on.")
            .withRetryAfter(retryAfter)
            .toReply(request);
    return wantsPage(request)
        ? page(429, tooMany.fill(Map.of()))
            .with("Retry-After", problem.headers().getOrDefault("Retry-After", "1"))
        : problem;
  }

  /** 410: its time is over. */
  Reply expired(HttpServerRequest request, Instant at) {
    return gone(request, "It expired on " + date(at) + ".");
  }

  /** 410: all of its visits are spent. */
  Reply usedUp(HttpServerRequest request) {
    return gone(request, "All of its visits are used up.");
  }

  /** 410: its owner took it away. */
  Reply deleted(HttpServerRequest request) {
    return gone(request, "Its owner deleted it.");
  }

  /** A date as people read it. */
  static String date(Instant at) {
    return DATE.format(at);
  }

  private Reply gone(HttpServerRequest request, String reason) {
    return wantsPage(request)
        ? page(410, gone.fill(Map.of("reason", reason)))
        : Problem.of(410, "Link gone", "This link leads nowhere any more. " + reason)
            .toReply(request);
  }

  private static Reply page(int status, String html) {
    return Reply.html(status, html).with("Cache-Control", "no-store");
  }

  private static boolean wantsPage(HttpServerRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }
}
