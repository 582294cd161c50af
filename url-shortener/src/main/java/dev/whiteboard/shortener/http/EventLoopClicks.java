package dev.whiteboard.shortener.http;

import dev.whiteboard.shortener.click.ClickBuffer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The click buffers of all event loops: emptied every few milliseconds, and once more at the end.
 */
public final class EventLoopClicks implements AutoCloseable {
  /** How long a click waits for company. */
  private static final Duration FLUSH_EVERY = Duration.ofMillis(20);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private record Owned(Context eventLoop, ClickBuffer buffer) {}

  private final List<Owned> buffers = new CopyOnWriteArrayList<>();
  private final Consumer<byte[]> batches;

  /** Hands batches on; the consumer must not block. */
  public EventLoopClicks(Consumer<byte[]> batches) {
    this.batches = batches;
  }

  /** A buffer for the event loop that this is called on. */
  public ClickBuffer newBuffer(Vertx vertx) {
    var buffer = new ClickBuffer(batches);
    buffers.add(new Owned(vertx.getOrCreateContext(), buffer));
    vertx.setPeriodic(FLUSH_EVERY.toMillis(), _ -> buffer.flush());
    return buffer;
  }

  /** Empties all, each on its own event loop; call when no request is in flight any more. */
  @Override
  public void close() throws TimeoutException {
    var flushes = buffers.stream().map(EventLoopClicks::flush).toList();
    Future.join(flushes).await(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Future<Void> flush(Owned owned) {
    return Future.future(flushed ->
        owned.eventLoop.runOnContext(_ -> {
          owned.buffer.flush();
          flushed.complete();
        }));
  }
}
