package dev.whiteboard.shortener.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.code.Alias;
import dev.whiteboard.shortener.redirect.LinkLookup;
import dev.whiteboard.shortener.redirect.Target;
import dev.whiteboard.shortener.redirect.VisitBudgets;
import dev.whiteboard.shortener.visitor.Crawlers;
import io.netty.util.AsciiString;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /{code}}, and whatever else a 307 or 308 link hands on: the hot path.
 *
 * <p>It stands before the router, which would cost more than the redirect itself. A link in memory
 * is answered at once, on the event loop: one look into the cache, one click into a buffer, three
 * headers. All else is the way around.
 *
 * <p>One for each event loop.
 */
public final class RedirectRoute implements Handler<HttpServerRequest> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** All that a link may be asked with; a 301 or 302 then answers some of it with 405. */
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private static final Reply ALL_METHODS =
      Reply.empty(204).with("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");

  private final Vertx vertx;
  private final Parts parts;
  private final ClickRecorder clicks;
  private final Handler<HttpServerRequest> otherwise;

  /**
   * What a redirect needs.
   *
   * @param lookup where codes lead
   * @param budgets visits of limited links
   * @param crawlers who spends none of them
   * @param threads for what blocks
   * @param meters what is counted
   * @param pages what a browser sees where there is no redirect
   * @param unknownCodes who asks for too many codes that lead nowhere
   * @param clock for expiry, and the moment of a click
   */
  public record Parts(
      LinkLookup lookup,
      Shards<VisitBudgets> budgets,
      Crawlers crawlers,
      VirtualThreads threads,
      RedirectMeters meters,
      ErrorPages pages,
      UnknownCodes unknownCodes,
      InstantSource clock) {}

  /**
   * A route for one event loop.
   *
   * @param clicks this event loop's recorder
   * @param otherwise what takes all requests that are no redirects
   */
  public RedirectRoute(
      Vertx vertx, Parts parts, ClickRecorder clicks, Handler<HttpServerRequest> otherwise) {
    this.vertx = vertx;
    this.parts = parts;
    this.clicks = clicks;
    this.otherwise = otherwise;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var code = codeOf(request);
    if (code == null) {
      otherwise.handle(request);
      return;
    }
    var startedNanos = System.nanoTime();
    var target = parts.lookup.inMemory(code);
    if (target != null) {
      answer(request, code, target, startedNanos);
    } else if (Alias.isReserved(code)) {
      otherwise.handle(request);
    } else {
      findElsewhere(request, code, startedNanos);
    }
  }

  /** What stands behind the slash, where that can be a code. */
  private static @Nullable String codeOf(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !METHODS.contains(request.method())) {
      return null;
    }
    var path = request.path();
    if (path == null || path.isEmpty()) {
      return null;
    }
    var code = path.substring(1);
    return Alias.isWellFormed(code) ? code : decoded(code);
  }

  /** Any character may come as {@code %XX} and means the same (RFC 3986, section 6.2.2.2). */
  private static @Nullable String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return null;
    }
    try {
      var code = URLDecoder.decode(text, UTF_8); // a plus becomes a blank, which no code has either
      return Alias.isWellFormed(code) ? code : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A HEAD asks where the link leads, and visits nothing. */
  private static boolean isVisit(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.HEAD);
  }

  private static boolean isRead(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  private void findElsewhere(HttpServerRequest request, String code, long startedNanos) {
    var retryAfter = parts.unknownCodes.retryAfter(request);
    if (retryAfter.isPresent()) {
      DirectAnswers.write(request, parts.pages.tooManyUnknown(request, retryAfter.get()));
      parts.meters.limited(startedNanos);
      return;
    }
    var context = vertx.getOrCreateContext();
    parts
        .lookup
        .find(code)
        .whenComplete((found, failure) ->
            context.runOnContext(_ -> {
              if (failure != null) {
                unavailable(request, startedNanos);
              } else {
                answer(request, code, found, startedNanos);
              }
            }));
  }

  private void answer(
      HttpServerRequest request, String code, Optional<Target> found, long startedNanos) {
    if (found.isPresent()) {
      answer(request, code, found.get(), startedNanos);
    } else {
      parts.unknownCodes.count(request);
      DirectAnswers.write(request, parts.pages.unknown(request, code));
      parts.meters.unknown(startedNanos);
    }
  }

  private void answer(HttpServerRequest request, String code, Target target, long startedNanos) {
    var nowMillis = parts.clock.millis();
    if (target.isDeleted()) {
      DirectAnswers.write(request, parts.pages.deleted(request));
      parts.meters.gone(startedNanos);
    } else if (target.isExpired(nowMillis)) {
      var expiredAt = Instant.ofEpochMilli(target.expiresAtMillis());
      DirectAnswers.write(request, parts.pages.expired(request, expiredAt));
      parts.meters.gone(startedNanos);
    } else if (!isRead(request) && !target.keepsMethod()) {
      otherwise.handle(request);
    } else if (request.method().equals(HttpMethod.OPTIONS)) {
      DirectAnswers.write(request, ALL_METHODS);
    } else if (target.limited()) {
      spendVisit(request, code, target, startedNanos);
    } else {
      redirect(request, code, target, nowMillis, startedNanos);
    }
  }

  /** A program that looks where the link leads leaves the visits to people. */
  private void spendVisit(
      HttpServerRequest request, String code, Target target, long startedNanos) {
    var isVisit = isVisit(request);
    var userAgent = ClickRecorder.userAgent(request);
    var budgets = parts.budgets.of(code);
    parts
        .threads
        .call(
            vertx,
            () ->
                (isVisit && !parts.crawlers.has(userAgent))
                    ? budgets.spend(code)
                    : budgets.isLeft(code))
        .onSuccess(left -> {
          if (left) {
            redirect(request, code, target, parts.clock.millis(), startedNanos);
          } else {
            DirectAnswers.write(request, parts.pages.usedUp(request));
            parts.meters.gone(startedNanos);
          }
        })
        .onFailure(_ -> unavailable(request, startedNanos));
  }

  private void redirect(
      HttpServerRequest request, String code, Target target, long nowMillis, long startedNanos) {
    var response = request.response().setStatusCode(target.status());
    response
        .headers()
        .add(HttpHeaders.LOCATION, new AsciiString(target.location(), false))
        .add(HttpHeaders.CACHE_CONTROL, target.cacheControl(nowMillis));
    var _ = RequestId.of(request); // puts it on the answer
    response.end();
    if (isVisit(request)) {
      clicks.add(request, code, nowMillis);
    }
    parts.meters.redirected(startedNanos);
  }

  private void unavailable(HttpServerRequest request, long startedNanos) {
    DirectAnswers.write(request, Problem.unavailable(RETRY_AFTER).toReply(request));
    parts.meters.unavailable(startedNanos);
  }
}
