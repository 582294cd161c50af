package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.http.ProblemException;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.CheckBounds;
import dev.whiteboard.ratelimit.check.Checks;
import dev.whiteboard.ratelimit.check.Outcome;
import dev.whiteboard.ratelimit.redis.SharedLimits;
import dev.whiteboard.ratelimit.web.RateLimitFields;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * {@code POST /v1/check}: the hot path.
 *
 * <p>It stands before the router, which would cost more than the check itself. Where all rules are
 * local it is answered at once, on the event loop: read token by token, decided, written by hand.
 * Where Redis decides, the answer is made on the connection's thread and handed back.
 *
 * <p>One for each event loop.
 */
public final class CheckRoute implements Handler<HttpServerRequest> {
  private static final String PATH = "/v1/check";

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  static final Problem TOO_MANY_RULES =
      Problem.badFields(
          List.of(
              new FieldError(
                  "descriptors",
                  "meet more than "
                      + SharedLimits.CHARGES_MAX
                      + " rules, which are all there can be")));

  private final Vertx vertx;
  private final Checks checks;
  private final Permits permits;
  private final Handler<HttpServerRequest> otherwise;

  /**
   * A route for one event loop.
   *
   * @param permits what a request is given that counts for as long as it runs
   * @param routes takes all other requests
   */
  public CheckRoute(Vertx vertx, Checks checks, Permits permits, ServiceRoutes routes) {
    this.vertx = vertx;
    this.checks = checks;
    this.permits = permits;
    this.otherwise = routes.handler();
    // Other spellings of the path, and the answer to other methods, are the router's.
    routes.bind(HttpMethod.POST, PATH).handler(request -> answer(request.request()));
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST) && PATH.equals(request.path())) {
      answer(request);
    } else {
      otherwise.handle(request);
    }
  }

  private void answer(HttpServerRequest request) {
    if (!JsonBodies.isDeclared(request)) {
      JsonBodies.refuse(request);
      return;
    }
    SmallBody.read(
        request,
        CheckBounds.BYTES_MAX,
        body -> decide(request, body),
        () -> DirectAnswers.write(request, JsonBodies.TOO_LONG.toReply(request)));
  }

  private void decide(HttpServerRequest request, byte[] body) {
    try {
      decide(request, CheckReader.one(body));
    } catch (ProblemException e) {
      DirectAnswers.write(request, e.problem().toReply(request));
    } catch (IllegalArgumentException _) { // which decide throws for this alone
      DirectAnswers.write(request, TOO_MANY_RULES.toReply(request));
    }
  }

  private void decide(HttpServerRequest request, Check check) {
    var eventLoop = Thread.currentThread();
    var context = vertx.getOrCreateContext();
    checks.decide(
        check,
        outcome -> {
          var answer = Answer.of(outcome, permits);
          if (Thread.currentThread().equals(eventLoop)) {
            write(request, answer);
          } else {
            context.runOnContext(_ -> write(request, answer));
          }
        });
  }

  /** Made where the outcome is told, as its verdicts may be written over afterwards. */
  private record Answer(int status, Buffer body, RateLimitFields fields) {
    static Answer of(Outcome outcome, Permits permits) {
      var json = new StringBuilder(192);
      CheckJson.append(json, outcome, permits.of(outcome));
      return new Answer(
          outcome.admitted() ? 200 : 429,
          Buffer.buffer(json.toString().getBytes(UTF_8)),
          RateLimitFields.of(outcome));
    }
  }

  private static void write(HttpServerRequest request, Answer answer) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    var headers = response.setStatusCode(answer.status).headers();
    headers.add(HttpHeaders.CONTENT_TYPE, JSON).add(HttpHeaders.CACHE_CONTROL, NO_STORE);
    answer.fields.addTo(headers);
    var _ = RequestId.of(request); // puts it on the answer
    response.end(answer.body);
  }
}
