package dev.whiteboard.kit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Answers to requests that never reach the router, with the same headers as those that do. */
public final class DirectAnswers {
  private DirectAnswers() {}

  /** Writes an answer, unless there is one already or nobody is there to read it. */
  public static void write(HttpServerRequest request, Reply reply) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    var _ = RequestId.of(request); // puts it on the answer
    SecurityHeaders.addTo(response.headers());
    reply.headers().forEach(response::putHeader);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(reply.body().length()));
    }
    response.setStatusCode(reply.status()).end(reply.body());
  }
}
