package dev.whiteboard.kit.http;

import io.netty.util.AttributeKey;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read as it comes by one thread that may block.
 *
 * <p>What is not asked for stays in the socket, and then with the client: that is the
 * back-pressure.
 */
public final class BodyBytes {
  /*
   *   socket ─▸ event loop ─▸ arrived: up to CHUNKS_MAX ─▸ take()
   *                ▴                                          │
   *                └─────────── fetch(1), one for one ────────┘
   *
   * The request is paused from the start. The event loop delivers as many chunks as were fetched,
   * and each that is taken out of the queue fetches one more. So the queue needs no bound of its own.
   */

  /** Chunks that may have arrived and not been read; the server cuts them at 8 KB. */
  private static final int CHUNKS_MAX = 16;

  /** A client that sends nothing for so long, while we wait for it, is given up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(8);

  /** Set on a connection while a body on it is read as it comes. */
  private static final AttributeKey<Boolean> READ_HERE =
      AttributeKey.valueOf(BodyBytes.class, "read-here");

  private final HttpServerRequest request;
  private final Context eventLoop;
  private final BlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
  private boolean isAwaited;
  private boolean ended;

  private BodyBytes(HttpServerRequest request, Context eventLoop) {
    this.request = request;
    this.eventLoop = eventLoop;
  }

  /** What the event loop tells the reader. */
  private sealed interface Event {
    record Chunk(Buffer bytes) implements Event {}

    record End() implements Event {}

    record Broken() implements Event {}
  }

  /** Begins to read; call on the request's event loop, before it has delivered anything. */
  static BodyBytes of(HttpServerRequest request, Context eventLoop) {
    var body = new BodyBytes(request, eventLoop);
    request.pause();
    request
        .handler(chunk -> body.arrived.add(new Event.Chunk(chunk)))
        .endHandler(_ -> body.arrived.add(new Event.End()))
        .exceptionHandler(_ -> body.arrived.add(new Event.Broken()));
    request.fetch(CHUNKS_MAX);
    return body;
  }

  /**
   * A client that asks whether to send its body is told to when something of it is taken, and so
   * sends nothing where the request is refused before (RFC 9110, section 10.1.1).
   */
  BodyBytes askedFor() {
    isAwaited = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    return this;
  }

  /** Its body has no deadline as a whole from now on: it is read as it comes, with others. */
  static void beginReading(HttpConnection connection) {
    mark(connection, true);
  }

  /** The request is over: what comes next on its connection is as any other. */
  static void endReading(HttpConnection connection) {
    mark(connection, false);
  }

  /** Whether the body that is under way has deadlines of its own. */
  static boolean isReading(HttpConnection connection) {
    return connection instanceof ConnectionBase known
        && Boolean.TRUE.equals(known.channel().attr(READ_HERE).get());
  }

  private static void mark(HttpConnection connection, boolean isRead) {
    if (connection instanceof ConnectionBase known) {
      known.channel().attr(READ_HERE).set(isRead);
    }
  }

  /**
   * The next bytes: waits for some.
   *
   * @return empty at the end of the body
   * @throws StreamBrokenException where the client hung up, or nothing came in time
   */
  public Optional<Buffer> take() {
    if (isAwaited) {
      isAwaited = false;
      eventLoop.runOnContext(_ -> request.response().writeContinue());
    }
    return ended ? Optional.empty() : read(awaitEvent());
  }

  /** The next bytes where they are there already. */
  Optional<Buffer> poll() {
    return ended ? Optional.empty() : read(arrived.poll());
  }

  /** Whether all of the body was taken. */
  boolean isEnded() {
    return ended;
  }

  /** Passes over what is left of the body, so that the connection can be used again. */
  void skipRest() {
    eventLoop.runOnContext(_ -> {
      if (!request.isEnded()) { // a short body is all there by now
        request.handler(_ -> {}).resume();
      }
    });
  }

  private Optional<Buffer> read(@Nullable Event event) {
    return switch (event) {
      case Event.Chunk(var bytes) -> {
        eventLoop.runOnContext(_ -> request.fetch(1));
        yield Optional.of(bytes);
      }
      case Event.End _ -> {
        ended = true;
        yield Optional.empty();
      }
      case Event.Broken _ -> throw new StreamBrokenException("the client hung up");
      case null -> Optional.empty();
    };
  }

  private Event awaitEvent() {
    try {
      var event = arrived.poll(SILENCE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new StreamBrokenException("nothing came for " + SILENCE_MAX);
      }
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamBrokenException("the service ends");
    }
  }
}
