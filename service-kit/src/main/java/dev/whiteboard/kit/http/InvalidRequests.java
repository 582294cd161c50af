package dev.whiteboard.kit.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers what is no HTTP, or more of it than we take. The connection is closed then: where the
 * request ends can't be told. Nor can its path, always.
 */
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    var problem =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException _ ->
              Problem.of(
                  414,
                  "URI too long",
                  "The request line is longer than %d bytes."
                      .formatted(WebServer.REQUEST_LINE_BYTES_MAX));
          case TooLongHttpHeaderException _ ->
              Problem.of(
                  431,
                  "Request header fields too large",
                  "The headers are longer than %d bytes.".formatted(WebServer.HEADERS_BYTES_MAX));
          case null, default -> Problem.of(400, "Bad request", "This is not valid HTTP.");
        };
    request.response().putHeader("Connection", "close");
    DirectAnswers.write(request, problem.toReply("/", RequestId.of(request)));
  }
}
