package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.store.Body;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way down, read by any number of clients, each at its own pace. On one event loop.
 *
 * <p>While it may be kept, all of it is held, which is bounded by the largest body that is kept;
 * nobody holds anybody up. A body that is not kept, or turns out longer, is held in a window: who
 * is ahead waits for the slowest, and the sender with them. A reader that holds others up for too
 * long is cut off.
 */
final class Fill {
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Incoming incoming;
  private final ProxyBounds bounds;
  private final Consumer<Fill> ended;
  private final List<Reader> readers = new ArrayList<>(2);

  /** What is held; the first of them is the chunk number {@link #base}. */
  private final List<Buffer> chunks = new ArrayList<>();

  private long base;
  private long held;
  private boolean whole;
  private boolean paused = true;
  private boolean over;
  private @Nullable Throwable failure;
  private long slowTimer = NO_TIMER;

  /** Where a reader's bytes go. */
  interface Sink {
    /** Takes a chunk; answers whether it has room for more, and calls {@code Reader.more} later. */
    boolean accept(Buffer chunk);

    /** All came. */
    void end(Fields trailers);

    /** The rest does not come. */
    void fail(Throwable failure);
  }

  /**
   * A fill, not yet begun.
   *
   * @param keep whether it may be kept
   * @param ended told when all came, or the rest will not
   */
  Fill(Vertx vertx, Incoming incoming, ProxyBounds bounds, boolean keep, Consumer<Fill> ended) {
    this.vertx = vertx;
    this.incoming = incoming;
    this.bounds = bounds;
    this.whole = keep;
    this.ended = ended;
    incoming.body().exceptionHandler(this::fail).endHandler(_ -> end()).handler(this::add);
  }

  /** Begins to read what comes. */
  void begin() {
    paused = false;
    incoming.body().resume();
  }

  /** Whether who comes now can still have all of it. */
  boolean isWhole() {
    return whole && failure == null;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  int readers() {
    return readers.size();
  }

  /** All of it; only where it is whole and over. */
  Body body() {
    return Bodies.of(chunks, held);
  }

  /**
   * One more reader, from the beginning; fails where that is gone.
   *
   * @param begun given the reader before the first chunk
   */
  void read(Sink sink, Consumer<Reader> begun) {
    if (failure != null || base > 0) {
      sink.fail(failure != null ? failure : gone());
      return;
    }
    var reader = new Reader(sink);
    readers.add(reader);
    begun.accept(reader);
    pump(reader);
  }

  private static UpstreamException gone() {
    return new UpstreamException(Reason.BROKEN, "Its beginning is gone.");
  }

  /** Gives the rest up. */
  void cancel() {
    if (!over) {
      fail(new UpstreamException(Reason.BROKEN, "Nobody waits for it any more."));
      incoming.cancel().run();
    }
  }

  private void add(Buffer chunk) {
    chunks.add(chunk);
    held += chunk.length();
    whole &= held <= bounds.keepBytesMax();
    for (var reader : List.copyOf(readers)) {
      pump(reader);
    }
    balance();
  }

  private void end() {
    over = true;
    settle();
    List.copyOf(readers).forEach(this::pump);
  }

  private void fail(Throwable why) {
    if (over) {
      return;
    }
    over = true;
    failure = why;
    whole = false;
    settle();
    for (var reader : List.copyOf(readers)) {
      readers.remove(reader);
      reader.sink.fail(why);
    }
    chunks.clear();
  }

  private void settle() {
    cancelSlow();
    ended.accept(this);
  }

  private void pump(Reader reader) {
    while (reader.hungry && reader.next < base + chunks.size()) {
      var chunk = chunks.get((int) (reader.next - base));
      reader.next++;
      reader.hungry = reader.sink.accept(chunk);
    }
    if (over && reader.next == base + chunks.size() && readers.remove(reader)) {
      reader.sink.end(incoming.trailers().get());
    }
  }

  /**
   * Lets go what all have read, and holds the sender up while somebody has too much before them.
   */
  private void balance() {
    if (whole || over) {
      return;
    }
    var slowest = readers.stream().mapToLong(reader -> reader.next).min();
    trim(slowest.orElse(base + chunks.size()));
    if (held > bounds.windowBytes()) {
      pause();
    } else if (paused) {
      paused = false;
      cancelSlow();
      incoming.body().resume();
    }
  }

  private void trim(long first) {
    var count = (int) (first - base);
    if (count > 0) {
      var gone = chunks.subList(0, count);
      gone.forEach(chunk -> held -= chunk.length());
      gone.clear();
      base = first;
    }
  }

  private void pause() {
    if (!paused) {
      paused = true;
      incoming.body().pause();
    }
    if (slowTimer == NO_TIMER && readers.size() > 1) {
      var at = base;
      slowTimer = vertx.setTimer(bounds.slowReader().toMillis(), _ -> cutSlow(at));
    }
  }

  private void cancelSlow() {
    if (slowTimer != NO_TIMER) {
      vertx.cancelTimer(slowTimer);
      slowTimer = NO_TIMER;
    }
  }

  private void cutSlow(long at) {
    slowTimer = NO_TIMER;
    var slow = readers.stream().filter(reader -> reader.next == at).toList();
    if (slow.size() < readers.size()) {
      for (var reader : slow) {
        readers.remove(reader);
        reader.sink.fail(new UpstreamException(Reason.TIMEOUT, "Read too slowly."));
      }
    }
    balance();
  }

  /** One who reads. */
  final class Reader {
    private final Sink sink;
    private long next;
    private boolean hungry = true;

    private Reader(Sink sink) {
      this.sink = sink;
    }

    /** There is room again. */
    void more() {
      hungry = true;
      if (readers.contains(this)) {
        pump(this);
        balance();
      }
    }

    /** Leaves; others go on. */
    void leave() {
      if (readers.remove(this)) {
        balance();
      }
    }
  }
}
