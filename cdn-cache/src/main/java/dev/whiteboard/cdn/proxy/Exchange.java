package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CacheStatus;
import dev.whiteboard.cdn.caching.CachingRules.Answer;
import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.store.Body;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.RequestId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's request, and how its answer is written. On the event loop of its connection. */
final class Exchange implements Carrier.Taker {
  private static final String REQUEST_ID = "x-request-id";
  private static final String CACHE_STATUS = "cache-status";
  private static final CharSequence CACHE_STATUS_BYTES = HttpHeaders.createOptimized(CACHE_STATUS);
  private static final CharSequence VIA_BYTES = HttpHeaders.createOptimized("via");
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final RequestHead head;
  private final String requestId;
  private final long startedNanos;
  private final FieldBytes bytes;
  private boolean closesAfter;
  private boolean begun;

  /** Of the request; null for none. */
  @Nullable BoundedBody body;

  /** Why it went forward. */
  Why why = Why.URI_MISS;

  /** Whether parts that are kept do not count: one did not fit. */
  boolean wholeOnly;

  /** What was kept when it was looked up. */
  List<StoredResponse> found = List.of();

  /** What may stand in where no good answer comes. */
  @Nullable StoredResponse substitute;

  /**
   * Whether what may stand in is fresh, but for a purge that may have been missed: where nobody can
   * be asked, it is served.
   */
  boolean unsure;

  /** How it is served. */
  Intake.Terms terms = Intake.Terms.CACHED;

  /** Whether it waits for nobody else's answer. */
  boolean alone;

  Exchange(HttpServerRequest request, RequestHead head, long startedNanos, FieldBytes bytes) {
    this.request = request;
    this.response = request.response();
    this.head = head;
    this.startedNanos = startedNanos;
    this.bytes = bytes;
    this.requestId = RequestId.of(request);
  }

  HttpServerRequest request() {
    return request;
  }

  RequestHead head() {
    return head;
  }

  String requestId() {
    return requestId;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Whether it has an answer, sent or about to be. */
  boolean hasBegun() {
    return begun || isOver();
  }

  boolean isOver() {
    return response.ended() || response.closed();
  }

  boolean isHead() {
    return head.method().equals("HEAD");
  }

  /** An answer from what is kept. */
  void writeKept(Answer answer, Body body, CacheStatus status, String via) {
    putHead(answer.status(), answer.fields(), status, via);
    if (isHead() || answer.parts().isEmpty()) {
      response.end();
      return;
    }
    var buffers = new ArrayList<Buffer>();
    for (var part : answer.parts()) {
      if (!part.header().isEmpty()) {
        buffers.add(Buffer.buffer(part.header()));
      }
      Bodies.addPart(body, part.from(), part.bytes(), buffers);
    }
    if (!answer.trailer().isEmpty()) {
      buffers.add(Buffer.buffer(answer.trailer()));
    }
    if (buffers.size() == 1) {
      response.end(buffers.getFirst());
    } else {
      response.exceptionHandler(_ -> {});
      writeOn(buffers.iterator());
    }
  }

  private void writeOn(Iterator<Buffer> rest) {
    while (!isOver() && rest.hasNext()) {
      var next = rest.next();
      if (!rest.hasNext()) {
        response.end(next);
        return;
      }
      response.write(next);
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> writeOn(rest));
        return;
      }
    }
    if (!isOver()) {
      response.end();
    }
  }

  /** The head of an answer whose body comes by {@link #write}. */
  void begin(ResponseHead from, CacheStatus status, String via) {
    putHead(from.status(), from.fields(), status, via);
    response.exceptionHandler(_ -> {});
    if (mayHaveBody() && !from.fields().has("content-length")) {
      frame();
    }
  }

  private void frame() {
    if (request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true);
    } else if (request.version() == HttpVersion.HTTP_1_0) {
      closesAfter = true;
      response.putHeader("connection", "close");
    }
  }

  /** The head goes now, where the first bytes of the body are not there yet. */
  void flushHead() {
    if (!isOver() && !response.headWritten() && mayHaveBody()) {
      response.writeHead();
    }
  }

  private boolean mayHaveBody() {
    var status = response.getStatusCode();
    return !isHead() && status != NO_CONTENT && status != NOT_MODIFIED;
  }

  @Override
  public void write(Buffer chunk, Runnable taken) {
    if (isOver()) {
      taken.run();
      return;
    }
    if (mayHaveBody()) {
      response.write(chunk);
    }
    if (response.writeQueueFull()) {
      response.drainHandler(_ -> {
        response.drainHandler(null);
        taken.run();
      });
    } else {
      taken.run();
    }
  }

  @Override
  public void end(Fields trailers) {
    if (isOver()) {
      return;
    }
    if (response.isChunked() || !RequestReader.isHttp1(request)) {
      trailers.forEach(field -> response.trailers().add(field.name(), field.value()));
    }
    var written = response.end();
    if (closesAfter) {
      written.onComplete(_ -> request.connection().close());
    }
  }

  /** The client must not take what it has for all of it. */
  @Override
  public void fail(Throwable failure) {
    if (!isOver()) {
      response.reset();
    }
  }

  /** No more of the request is taken. */
  void cut() {
    close(request);
  }

  /** Its connection, or its stream where there are several. */
  static void close(HttpServerRequest request) {
    if (RequestReader.isHttp1(request)) {
      var _ = request.connection().close();
    } else {
      var _ = request.response().reset();
    }
  }

  /** Fields of a 103. */
  void writeHints(ResponseHead hints) {
    if (request.version() == HttpVersion.HTTP_1_0 || isOver() || response.headWritten()) {
      return;
    }
    var fields = MultiMap.caseInsensitiveMultiMap();
    hints.fields().forEach(field -> fields.add(field.name(), field.value()));
    response.writeEarlyHints(fields);
  }

  /** An answer of the node's own. */
  void writeOwn(ResponseHead own, Buffer body, CacheStatus status) {
    putHead(own.status(), own.fields(), status, "");
    if (isHead()) {
      response.end();
    } else {
      response.end(body);
    }
  }

  /** A problem, where the answer has not begun. */
  void writeProblem(Problem problem, CacheStatus status, boolean close) {
    refuse(request, problem, status, close);
  }

  /** Refuses a request that never became one of these. */
  static void refuse(HttpServerRequest request, Refusal refusal, Node node) {
    var status = CacheStatus.forwarded(node.name(), Why.BYPASS).detail("refused");
    refuse(request, refusal.problem(), status, refusal.close());
  }

  static void refuse(
      HttpServerRequest request, Problem problem, CacheStatus status, boolean close) {
    var reply = problem.toReply(request).with("Cache-Status", status.toString());
    if (close && RequestReader.isHttp1(request)) {
      request.response().putHeader("connection", "close");
      DirectAnswers.write(request, reply);
      request.response().exceptionHandler(null);
      request.connection().close();
    } else {
      DirectAnswers.write(request, reply);
    }
  }

  private void putHead(int status, Fields fields, CacheStatus cacheStatus, String via) {
    begun = true;
    response.setStatusCode(status);
    var headers = response.headers();
    var flat = bytes.of(fields);
    var above = "";
    for (var line = 0; line < fields.size(); line++) {
      switch (fields.name(line)) {
        case REQUEST_ID -> {}
        case CACHE_STATUS -> above = above + fields.value(line) + ", ";
        default -> headers.add(flat[2 * line], flat[2 * line + 1]);
      }
    }
    headers.add(CACHE_STATUS_BYTES, above + cacheStatus);
    if (!via.isEmpty()) {
      headers.add(VIA_BYTES, via);
    }
  }

  /** All that is told when the client leaves. */
  void onGone(Runnable gone) {
    response.closeHandler(_ -> {
      terms.gone().run();
      gone.run();
    });
    response.exceptionHandler(_ -> gone.run());
  }
}
