package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, given up where nothing comes for too long while it is asked for; the
 * silence of one that is paused is the reader's. On the event loop of the response.
 */
final class IncomingBody implements ReadStream<Buffer> {
  private final Vertx vertx;
  private final HttpClientResponse response;
  private final Duration idleMax;
  private @Nullable Handler<Throwable> failed;
  private boolean flowing;
  private boolean heard;
  private boolean over;
  private long timer;

  IncomingBody(Vertx vertx, HttpClientResponse response, Duration idleMax) {
    this.vertx = vertx;
    this.response = response;
    this.idleMax = idleMax;
    response.exceptionHandler(this::fail);
    arm();
    response.end().onSuccess(_ -> finish());
  }

  /** Gives the rest up, and the connection unless the response has ended. */
  void cancel() {
    if (!over) {
      finish();
      response.request().reset();
    }
  }

  private void arm() {
    timer = vertx.setTimer(idleMax.toMillis(), _ -> check());
  }

  private void check() {
    if (flowing && !heard) {
      fail(
          new UpstreamException(
              Reason.TIMEOUT, "Silence of %d ms within it.".formatted(idleMax.toMillis())));
      response.request().reset();
    } else {
      heard = false;
      arm();
    }
  }

  private void finish() {
    over = true;
    vertx.cancelTimer(timer);
  }

  private void fail(Throwable failure) {
    if (over) {
      return;
    }
    finish();
    if (failed != null) {
      failed.handle(HopFailures.within(failure));
    }
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    if (handler == null) {
      response.handler(null);
    } else {
      response.handler(chunk -> {
        heard = true;
        handler.handle(chunk);
      });
    }
    return this;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    failed = handler;
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    response.endHandler(handler);
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    flowing = false;
    response.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    flowing = true;
    heard = true;
    response.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    flowing = true;
    heard = true;
    response.fetch(amount);
    return this;
  }
}
