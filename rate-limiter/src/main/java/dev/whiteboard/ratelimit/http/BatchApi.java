package dev.whiteboard.ratelimit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.Reply;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.ratelimit.check.Check;
import dev.whiteboard.ratelimit.check.Checks;
import dev.whiteboard.ratelimit.check.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /v1/check/batch}: many checks at once, each decided by itself, answered in order.
 *
 * <p>It is read as a whole first: where one is malformed, none is decided.
 */
public final class BatchApi {
  /** A thousand checks of a kilobyte. */
  private static final long BODY_BYTES_MAX = 1024 * 1024;

  private static final Map<String, String> HEADERS =
      Map.of("Content-Type", "application/json", "Cache-Control", "no-store");

  private final Checks checks;
  private final Permits permits;

  /** Decided here. */
  public BatchApi(Checks checks, Permits permits) {
    this.checks = checks;
    this.permits = permits;
  }

  /** Binds the route. */
  public void mountOn(Vertx vertx, ServiceRoutes routes) {
    routes
        .bind(HttpMethod.POST, "/v1/check/batch")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
        .handler(request -> answer(vertx, request));
  }

  private void answer(Vertx vertx, RoutingContext request) {
    if (!JsonBodies.isDeclared(request.request())) {
      JsonBodies.refuse(request.request());
      return;
    }
    var body = request.body().buffer();
    var batch = CheckReader.many(body == null ? new byte[0] : body.getBytes());
    var context = vertx.getOrCreateContext();
    var answers = batch.stream().map(this::decide).toList();
    Future.all(answers)
        .onSuccess(_ -> context.runOnContext(_ -> ServiceRoutes.write(request, reply(answers))))
        .onFailure(request::fail);
  }

  private Future<String> decide(Check check) {
    Promise<String> answer = Promise.promise();
    try {
      checks.decide(check, outcome -> answer.complete(json(outcome)));
    } catch (IllegalArgumentException _) { // which decide throws for this alone
      answer.fail(CheckRoute.TOO_MANY_RULES.asException());
    }
    return answer.future();
  }

  private String json(Outcome outcome) {
    var json = new StringBuilder(192);
    CheckJson.append(json, outcome, permits.of(outcome));
    return json.toString();
  }

  private static Reply reply(List<Future<String>> answers) {
    var json = String.join(",", answers.stream().map(Future::result).toList());
    return new Reply(200, HEADERS, Buffer.buffer(("[" + json + "]").getBytes(UTF_8)));
  }
}
