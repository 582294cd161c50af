package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CacheStatus;
import dev.whiteboard.cdn.caching.CachingRules;
import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.proxy.ProxyMeters.Result;
import dev.whiteboard.cdn.store.Body;
import dev.whiteboard.cdn.store.Coded;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a node answers: from what is kept, by itself, or with a problem; each time with its line in
 * {@code Cache-Status}, and counted. One for each event loop.
 */
final class AnswerWriter {
  /** What a client that is refused may still send, until it has read why. */
  private static final Duration LINGERING = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Node node;
  private final Flights.Parts parts;
  private final Compression compression;
  private final CachingRules rules;
  private final ProxyMeters meters;
  private final String name;
  private final boolean compresses;

  AnswerWriter(Vertx vertx, Node node, Flights flights) {
    this.vertx = vertx;
    this.node = node;
    this.parts = flights.parts();
    this.compression = flights.compression();
    this.rules = parts.rules();
    this.meters = parts.meters();
    this.name = node.name();
    this.compresses = node.isEdge();
  }

  /** What is kept and fresh, for so many seconds. */
  void hit(Exchange exchange, StoredResponse stored, long freshFor) {
    kept(exchange, stored, CacheStatus.hit(name, freshFor), Result.HIT);
  }

  /** What is kept and stale, for so many seconds. */
  void stale(Exchange exchange, StoredResponse stored, long staleFor) {
    kept(exchange, stored, CacheStatus.hit(name, -staleFor), Result.STALE);
  }

  /** An answer that the intake made. */
  void own(Exchange exchange, ResponseHead own, Buffer body) {
    exchange.writeOwn(own, body, bypassed("own-answer"));
    served(exchange, Result.PASS);
  }

  /** What went wrong. */
  void problem(Exchange exchange, Problem problem, CacheStatus line) {
    exchange.writeProblem(problem, line, false);
    served(exchange, Result.ERROR);
  }

  /** Whether what is kept stands in for an error. */
  boolean standIn(Exchange exchange, @Nullable ResponseHead failure) {
    var stored = exchange.substitute;
    if (stored == null || stored.mustValidate() || !maySubstitute(exchange, stored, failure)) {
      return false;
    }
    var line = forwarded(exchange).detail("stale-if-error");
    if (failure != null) {
      line.forwardStatus(failure.status());
    }
    kept(exchange, stored, line, Result.STALE);
    return true;
  }

  /** Where nobody can be asked, a node that may have missed a purge serves on all the same. */
  private boolean maySubstitute(
      Exchange exchange, StoredResponse stored, @Nullable ResponseHead failure) {
    var isAlone = exchange.unsure && failure == null;
    return isAlone || rules.maySubstitute(exchange.head(), stored.head(), failure, now());
  }

  /** What is kept, as the client asked for it. */
  void kept(Exchange exchange, StoredResponse stored, CacheStatus line, Result result) {
    var answer = rules.answer(exchange.head(), stored.head(), stored.body().bytes(), now());
    var hook = exchange.terms.hook();
    if (hook == null) {
      writeKept(exchange, answer, stored, line, result);
    } else {
      var head = new ResponseHead(answer.status(), answer.fields());
      hooked(
          exchange,
          hook,
          head,
          changed -> writeKept(exchange, with(answer, changed), stored, line, result),
          () -> {});
    }
  }

  private void writeKept(
      Exchange exchange, Answer answer, StoredResponse stored, CacheStatus line, Result result) {
    if (compresses && !(stored.coded() instanceof Coded.Never)) {
      var coded = compression.choose(vertx, exchange.head(), stored, answer);
      write(exchange, coded.answer(), coded.body(), line, result);
    } else {
      write(exchange, answer, stored.body(), line, result);
    }
    served(exchange, result);
  }

  private void write(Exchange exchange, Answer answer, Body body, CacheStatus line, Result result) {
    if (result == Result.HIT && !answer.parts().isEmpty()) {
      body.moveTo(parts.direct());
    }
    exchange.writeKept(answer, body, line, node.via());
  }

  private static Answer with(Answer answer, ResponseHead head) {
    return new Answer(head.status(), head.fields(), answer.parts(), answer.trailer());
  }

  /** Has the head of an answer changed first; who left meanwhile gets none. */
  void hooked(
      Exchange exchange,
      AnswerHook hook,
      ResponseHead head,
      Consumer<ResponseHead> answer,
      Runnable gone) {
    hook.apply(exchange.head(), head)
        .onComplete(done -> {
          if (exchange.isOver()) {
            gone.run();
          } else if (done.succeeded()) {
            answer.accept(done.result());
          } else {
            gone.run();
            problem(exchange, Refusal.FUNCTION_FAILED, bypassed("function-failed"));
          }
        });
  }

  /** Says no to a request that never became an exchange. */
  void refuse(HttpServerRequest request, Refusal refusal, long startedNanos) {
    Exchange.refuse(request, refusal, node);
    meters.refused(refusal.kind());
    meters.served(Result.REFUSED, parts.nanos().getAsLong() - startedNanos);
  }

  /** The body of a request has become longer than is taken. */
  void cutBody(Exchange exchange) {
    if (exchange.hasBegun()) {
      meters.refused(Refusal.Kind.BODY_TOO_LARGE);
      exchange.cut();
    } else {
      refuseBody(exchange.request(), exchange.startedNanos());
    }
  }

  /**
   * Says no to a body that is longer than is taken. What of it is on the way is read for a moment
   * more, and dropped: a connection that is closed with bytes unread is reset, and the client may
   * lose the answer by that (RFC 9112, 9.6).
   */
  void refuseBody(HttpServerRequest request, long startedNanos) {
    request.handler(_ -> {}).exceptionHandler(_ -> {});
    if (RequestReader.isHttp1(request)) {
      request.response().putHeader("connection", "close");
    }
    refuse(request, Refusal.BODY_TOO_LARGE, startedNanos);
    Runnable close = () -> Exchange.close(request);
    var timer = vertx.setTimer(LINGERING.toMillis(), _ -> close.run());
    request.endHandler(_ -> {
      vertx.cancelTimer(timer);
      close.run();
    });
    request.resume();
  }

  /** Counts it. */
  void served(Exchange exchange, Result result) {
    meters.served(result, parts.nanos().getAsLong() - exchange.startedNanos());
  }

  /** What the line says of a request that went on. */
  CacheStatus forwarded(Exchange exchange) {
    return CacheStatus.forwarded(name, exchange.why);
  }

  /** Neither kept nor asked for. */
  CacheStatus bypassed(String detail) {
    return CacheStatus.forwarded(name, Why.BYPASS).detail(detail);
  }

  private long now() {
    return parts.clock().millis();
  }
}
