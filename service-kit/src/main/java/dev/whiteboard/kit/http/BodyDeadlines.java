package dev.whiteboard.kit.http;

import io.vertx.core.Completable;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives up bodies that take too long to arrive.
 *
 * <p>All have as long, so they are over in the order in which they came: a list, and one timer that
 * looks at its head now and then. A timer for each request costs as much as reading its JSON.
 *
 * <p>One for each event loop, and for no other thread.
 */
final class BodyDeadlines {
  /** How late a body may be given up, in milliseconds. */
  private static final long TICK_MILLIS = 500;

  private final Vertx vertx;
  private final long ticksMax;
  private final Handler<HttpServerRequest> late;
  private final Awaited ends = new Awaited(null, 0);
  private long tick;
  private boolean ticking;

  /**
   * Deadlines of one event loop.
   *
   * @param longest how long a body may take
   * @param late told of each request whose body took longer
   */
  BodyDeadlines(Vertx vertx, Duration longest, Handler<HttpServerRequest> late) {
    this.vertx = vertx;
    this.ticksMax = Math.ceilDiv(longest.toMillis(), TICK_MILLIS) + 1;
    this.late = late;
  }

  /** Waits for the body of a request that has just come. */
  void await(HttpServerRequest request) {
    var awaited = new Awaited(request, tick + ticksMax);
    awaited.linkBefore(ends);
    var _ = request.end().onComplete(awaited);
    if (!ticking) {
      ticking = true;
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }

  /** Rests while there is nothing to wait for. */
  private void tick() {
    tick++;
    while (ends.next != ends && ends.next.lastTick <= tick) {
      giveUp(ends.next);
    }
    ticking = ends.next != ends;
    if (ticking) {
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }

  private void giveUp(Awaited awaited) {
    awaited.unlink();
    if (awaited.request != null) {
      late.handle(awaited.request);
    }
  }

  /** A body under way, in the list of all; the list's two ends are one that is none. */
  private static final class Awaited implements Completable<@Nullable Void> {
    private final @Nullable HttpServerRequest request;
    private final long lastTick;
    private Awaited before = this;
    private Awaited next = this;

    Awaited(@Nullable HttpServerRequest request, long lastTick) {
      this.request = request;
      this.lastTick = lastTick;
    }

    void linkBefore(Awaited other) {
      before = other.before;
      next = other;
      before.next = this;
      next.before = this;
    }

    void unlink() {
      before.next = next;
      next.before = before;
      before = this;
      next = this;
    }

    /** The body is there, or its connection is gone. */
    @Override
    public void complete(@Nullable Void result, @Nullable Throwable failure) {
      unlink();
    }
  }
}
