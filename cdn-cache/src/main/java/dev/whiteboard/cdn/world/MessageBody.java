package dev.whiteboard.cdn.world;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The body of a message, read up to a bound. */
public final class MessageBody {
  private static final Problem TOO_LARGE =
      Problem.of(413, "Too large", "No message is as long as this.");

  private final HttpServerRequest request;
  private final int bytesMax;
  private final Buffer body = Buffer.buffer();
  private boolean refused;

  private MessageBody(HttpServerRequest request, int bytesMax) {
    this.request = request;
    this.bytesMax = bytesMax;
  }

  /** Reads it; one that is longer is answered with 413, and not handed on. */
  public static void read(HttpServerRequest request, int bytesMax, Handler<Buffer> whole) {
    new MessageBody(request, bytesMax).read(whole);
  }

  private void read(Handler<Buffer> whole) {
    request.handler(this::add);
    request.endHandler(_ -> {
      if (!refused) {
        whole.handle(body);
      }
    });
  }

  private void add(Buffer chunk) {
    if (refused) {
      return;
    }
    if (body.length() + chunk.length() > bytesMax) {
      refused = true;
      request.response().putHeader("connection", "close");
      DirectAnswers.write(request, TOO_LARGE.toReply(request));
      return;
    }
    body.appendBuffer(chunk);
  }
}
