package dev.whiteboard.ratelimit.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request's body, taken whole where it is not too long. Mostly it comes in one piece. */
final class SmallBody {
  private static final byte[] NONE = {};

  private final int bytesMax;
  private final Handler<byte[]> whole;
  private final Runnable tooLong;
  private @Nullable Buffer read;
  private boolean refused;

  private SmallBody(int bytesMax, Handler<byte[]> whole, Runnable tooLong) {
    this.bytesMax = bytesMax;
    this.whole = whole;
    this.tooLong = tooLong;
  }

  /** Calls one of the two, once. */
  static void read(
      HttpServerRequest request, int bytesMax, Handler<byte[]> whole, Runnable tooLong) {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    var body = new SmallBody(bytesMax, whole, tooLong);
    request.handler(body::add).endHandler(_ -> body.end());
  }

  private void add(Buffer piece) {
    if (refused) {
      return; // the rest of it is read, so that the answer is
    }
    var before = read == null ? 0 : read.length();
    if (before + piece.length() > bytesMax) {
      refused = true;
      read = null;
      tooLong.run();
    } else {
      read = read == null ? piece : read.copy().appendBuffer(piece);
    }
  }

  private void end() {
    if (!refused) {
      whole.handle(read == null ? NONE : read.getBytes());
    }
  }
}
