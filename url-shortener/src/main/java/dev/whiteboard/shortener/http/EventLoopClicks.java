package dev.whiteboard.shortener.http;

import dev.whiteboard.shortener.click.ClickBuffer;
import dev.whiteboard.shortener.http.ClickRecorder.Senses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The click buffers of all event loops: emptied every few milliseconds, and once more at the end.
 */
public final class EventLoopClicks implements AutoCloseable {
  /** How long a click waits for company. */
  private static final Duration FLUSH_EVERY = Duration.ofMillis(50);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private record Owned(Context eventLoop, ClickBuffer buffer) {}

  private final List<Owned> buffers = new CopyOnWriteArrayList<>();
  private final Senses senses;
  private final LongSupplier random;
  private final Consumer<byte[]> batches;

  /**
   * Hands batches on.
   *
   * @param random what tells one event loop's batches from all others
   * @param batches takes them; must not block
   */
  public EventLoopClicks(Senses senses, LongSupplier random, Consumer<byte[]> batches) {
    this.senses = senses;
    this.random = random;
    this.batches = batches;
  }

  /** A recorder for the event loop that this is called on. */
  public ClickRecorder newRecorder(Vertx vertx) {
    var buffer = new ClickBuffer(random.getAsLong(), batches);
    buffers.add(new Owned(vertx.getOrCreateContext(), buffer));
    vertx.setPeriodic(FLUSH_EVERY.toMillis(), _ -> buffer.flush());
    return new ClickRecorder(senses, buffer);
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
