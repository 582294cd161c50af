package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a client's request, which fails where it gets longer than is taken. It goes on
 * counting where nobody takes it any more: a body does not become endless as the origin has
 * answered already.
 *
 * <p>However it breaks off, that is nothing that those above have done: they are told so. On the
 * event loop of the request.
 */
final class BoundedBody implements ReadStream<Buffer> {
  private final HttpServerRequest request;
  private final long bytesMax;
  private final Runnable over;
  private @Nullable Handler<Buffer> taker;
  private @Nullable Handler<Throwable> failed;
  private long bytes;
  private boolean isOver;

  /**
   * Of a request that is paused.
   *
   * @param over run once, where it gets longer; the request is its own then. Whoever takes the body
   *     is told after, so that it is too late for another answer
   */
  BoundedBody(HttpServerRequest request, long bytesMax, Runnable over) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.over = over;
    request.handler(this::take).exceptionHandler(this::breakOff);
  }

  private void take(Buffer chunk) {
    if (isOver) {
      return;
    }
    bytes += chunk.length();
    if (bytes > bytesMax) {
      isOver = true;
      over.run();
      fail(new UpstreamException(Reason.REQUEST, "It is longer than is taken."));
    } else if (taker != null) {
      taker.handle(chunk);
    }
  }

  private void breakOff(Throwable failure) {
    fail(new UpstreamException(Reason.REQUEST, "It broke off.", failure));
  }

  private void fail(UpstreamException why) {
    if (failed != null) {
      failed.handle(why);
    }
  }

  @Override
  public BoundedBody handler(@Nullable Handler<Buffer> handler) {
    taker = handler;
    return this;
  }

  @Override
  public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    failed = handler;
    return this;
  }

  @Override
  public BoundedBody endHandler(@Nullable Handler<Void> handler) {
    if (!isOver) {
      request.endHandler(handler);
    }
    return this;
  }

  @Override
  public BoundedBody pause() {
    request.pause();
    return this;
  }

  @Override
  public BoundedBody resume() {
    request.resume();
    return this;
  }

  @Override
  public BoundedBody fetch(long amount) {
    request.fetch(amount);
    return this;
  }
}
