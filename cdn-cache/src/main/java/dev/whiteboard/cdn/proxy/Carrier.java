package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.Fields;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a fill to one client: from the loop of the flight to that of the client, which may be the
 * same, a bounded number of bytes ahead of what the client takes.
 */
final class Carrier implements Fill.Sink {
  /** Given to the client's loop, and not yet taken by its connection. */
  private static final long UNDER_WAY_BYTES_MAX = 64 << 10;

  private final Context flight;
  private final Context client;
  private final Taker taker;
  private Fill.@Nullable Reader reader;
  private boolean left;

  /** Both on the flight's loop. */
  private long underWay;

  private boolean stopped;

  /** The client's end. All on its own loop. */
  interface Taker {
    /** Writes a chunk, and runs {@code taken} once there is room for another. */
    void write(Buffer chunk, Runnable taken);

    /** All came. */
    void end(Fields trailers);

    /** The rest does not come. */
    void fail(Throwable failure);
  }

  Carrier(Context flight, Context client, Taker taker) {
    this.flight = flight;
    this.client = client;
    this.taker = taker;
  }

  /** Begins. On the flight's loop. */
  void start(Fill fill) {
    if (!left) {
      fill.read(this, begun -> reader = begun);
    }
  }

  /** The client is gone. On the flight's loop. */
  void leave() {
    left = true;
    if (reader != null) {
      reader.leave();
    }
  }

  @Override
  public boolean accept(Buffer chunk) {
    underWay += chunk.length();
    Waiter.on(client, () -> taker.write(chunk, () -> taken(chunk.length())));
    stopped = underWay >= UNDER_WAY_BYTES_MAX;
    return !stopped;
  }

  private void taken(int bytes) {
    Waiter.on(
        flight,
        () -> {
          underWay -= bytes;
          if (stopped && reader != null && underWay < UNDER_WAY_BYTES_MAX) {
            stopped = false;
            reader.more();
          }
        });
  }

  @Override
  public void end(Fields trailers) {
    Waiter.on(client, () -> taker.end(trailers));
  }

  @Override
  public void fail(Throwable failure) {
    Waiter.on(client, () -> taker.fail(failure));
  }
}
