package dev.whiteboard.ratelimit.web;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Lets requests pass within a limit, each key by itself, and answers the others with a 429 that
 * says when to come back. Who passes is told what is left.
 *
 * <p>Of a {@link Algorithm#LEAKY_QUEUE} a request waits for its turn; of {@link
 * Algorithm#CONCURRENCY} it gives its permit back when it is answered. For all event loops. It goes
 * on a route of its own, before the one that reads bodies.
 */
public final class RateLimitHandler implements Handler<RoutingContext> {
  private final String policy;
  private final RateLimiter limiter;
  private final RequestKey keys;

  /**
   * A handler for a route.
   *
   * @param policy the limit's name, as clients see it
   * @param limiter keeps it
   * @param keys whose limit a request counts against
   */
  public RateLimitHandler(String policy, RateLimiter limiter, RequestKey keys) {
    this.policy = policy;
    this.limiter = limiter;
    this.keys = keys;
  }

  @Override
  public void handle(RoutingContext request) {
    var key = keys.of(request.request());
    if (key == null) {
      request.next();
      return;
    }
    var verdict = new Verdict();
    if (!limiter.tryAcquire(key, 1, verdict)) {
      deny(request.request(), verdict);
      return;
    }
    tell(request.request(), verdict);
    if (limiter.limit().algorithm() == Algorithm.CONCURRENCY) {
      request.addEndHandler(_ -> limiter.refund(key, verdict));
    }
    if (verdict.delayNanos() > 0) {
      proceedLater(request, verdict.delayNanos());
    } else {
      request.next();
    }
  }

  /**
   * The same before a router, or without one.
   *
   * @param next takes the requests that pass
   * @throws IllegalArgumentException for an algorithm that has to see a request's end, or to hold
   *     it
   */
  public Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
    var algorithm = limiter.limit().algorithm();
    if (algorithm == Algorithm.CONCURRENCY || algorithm == Algorithm.LEAKY_QUEUE) {
      throw new IllegalArgumentException(algorithm.text() + " works on a route only");
    }
    return request -> {
      var key = keys.of(request);
      if (key == null) {
        next.handle(request);
        return;
      }
      var verdict = new Verdict();
      if (limiter.tryAcquire(key, 1, verdict)) {
        tell(request, verdict);
        next.handle(request);
      } else {
        deny(request, verdict);
      }
    };
  }

  private void tell(HttpServerRequest request, Verdict verdict) {
    fields(verdict).addTo(request.response().headers());
  }

  private void deny(HttpServerRequest request, Verdict verdict) {
    DirectAnswers.write(request, QuotaExceeded.reply(request, policy, fields(verdict)));
  }

  private RateLimitFields fields(Verdict verdict) {
    return RateLimitFields.of(policy, limiter.limit(), verdict);
  }

  /** Its body waits too: who reads it is not there yet. Who has left by then is not served. */
  private static void proceedLater(RoutingContext request, long delayNanos) {
    var millis = Math.ceilDiv(delayNanos, TimeUnit.MILLISECONDS.toNanos(1));
    request.request().pause();
    request
        .vertx()
        .setTimer(
            millis,
            _ -> {
              if (request.response().closed()) {
                return;
              }
              request.request().resume();
              request.next();
            });
  }
}
