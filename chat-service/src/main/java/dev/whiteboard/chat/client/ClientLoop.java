package dev.whiteboard.chat.client;

import dev.whiteboard.chat.wheel.Timer;
import dev.whiteboard.chat.wheel.TimingWheel;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with its timers and sockets, which many clients share. */
final class ClientLoop extends VerticleBase {
  private static final int TICK_MS = 10;
  private static final int SLOTS = 1_024;
  private static final int CONNECTIONS_MAX = 1_000_000;

  /** A message of 8,000 characters, each of them escaped, fits several times. */
  private static final int FRAME_BYTES_MAX = 256 * 1_024;

  private static final int CONNECT_MS_MAX = 5_000;

  /** After its close frame a node has so long to end the connection. */
  private static final int CLOSING_SECONDS_MAX = 2;

  private static final Logger log = LoggerFactory.getLogger(ClientLoop.class);

  private final LongSupplier nanos;
  private final TimingWheel wheel;
  private @Nullable WebSocketClient sockets;

  ClientLoop(LongSupplier nanos) {
    this.nanos = nanos;
    this.wheel = new TimingWheel(SLOTS, TICK_MS, TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()));
  }

  @Override
  public Future<?> start() {
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(CONNECTIONS_MAX)
                .setMaxFrameSize(FRAME_BYTES_MAX)
                .setMaxMessageSize(FRAME_BYTES_MAX)
                .setConnectTimeout(CONNECT_MS_MAX)
                .setClosingTimeout(CLOSING_SECONDS_MAX));
    vertx.setPeriodic(TICK_MS, _ -> advance());
    return Future.succeededFuture();
  }

  private void advance() {
    try {
      wheel.advance(nowMs());
    } catch (RuntimeException e) {
      log.error("a client's timer failed", e);
    }
  }

  long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }

  WebSocketClient sockets() {
    if (sockets == null) {
      throw new IllegalStateException("not started");
    }
    return sockets;
  }

  void schedule(Timer timer, long atMs) {
    wheel.schedule(timer, atMs);
  }

  void cancel(Timer timer) {
    wheel.cancel(timer);
  }

  /** Runs the task on the loop, behind what it does now; not at all once it has ended. */
  boolean run(Runnable task) {
    try {
      context.runOnContext(_ -> task.run());
      return true;
    } catch (RejectedExecutionException e) {
      log.debug("the event loop has ended", e);
      return false;
    }
  }
}
