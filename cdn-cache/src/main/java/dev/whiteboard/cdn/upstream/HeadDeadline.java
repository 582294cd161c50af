package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import java.time.Duration;

/** Gives a request up whose answer has not begun in time. On the request's event loop. */
final class HeadDeadline {
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration longest;
  private final HttpClientRequest request;
  private final Promise<Incoming> answer;
  private long timer = NONE;
  private boolean over;

  HeadDeadline(Vertx vertx, Duration longest, HttpClientRequest request, Promise<Incoming> answer) {
    this.vertx = vertx;
    this.longest = longest;
    this.request = request;
    this.answer = answer;
  }

  /** From now on. */
  void start() {
    if (!over) {
      timer = vertx.setTimer(Math.max(1, longest.toMillis()), _ -> expire());
    }
  }

  void cancel() {
    over = true;
    if (timer != NONE) {
      vertx.cancelTimer(timer);
    }
  }

  private void expire() {
    over = true;
    answer.tryFail(
        new UpstreamException(
            Reason.TIMEOUT, "No answer within %d ms.".formatted(longest.toMillis())));
    request.reset();
  }
}
