package dev.whiteboard.cdn.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes a body of any length, no faster than it is read. */
final class LongBody {
  private static final Buffer PIECE =
      Buffer.buffer("0123456789abcdef\n".repeat(964).substring(0, 16_384).getBytes(US_ASCII));

  private final HttpServerResponse response;
  private long left;

  private LongBody(HttpServerResponse response, long bytes) {
    this.response = response;
    this.left = bytes;
  }

  /** Writes so many bytes; the head is set already. */
  static void write(HttpServerResponse response, long bytes) {
    response.putHeader("content-length", Long.toString(bytes));
    new LongBody(response, bytes).go();
  }

  private void go() {
    while (left > 0 && !response.closed()) {
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> go());
        return;
      }
      var length = (int) Math.min(left, PIECE.length());
      left -= length;
      response.write(length == PIECE.length() ? PIECE : PIECE.slice(0, length));
    }
    if (left == 0) {
      left = -1;
      response.end();
    }
  }
}
