package dev.whiteboard.kit.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read line by line by one thread that may block.
 *
 * <p>What is not asked for stays in the socket, and then with the client: that is the
 * back-pressure.
 */
public final class BodyLines {
  /*
   *   socket ─▸ event loop ─▸ arrived: up to CHUNKS_MAX ─▸ chunk ─▸ line ─▸ take()
   *                ▴                                        │
   *                └──────── fetch(1), one for one ─────────┘
   *
   * The request is paused from the start. The event loop delivers as many chunks as were fetched,
   * and each that is taken out of the queue fetches one more. So the queue needs no bound of its own.
   */

  /** Chunks that may have arrived and not been read; the server cuts them at 8 KB. */
  private static final int CHUNKS_MAX = 16;

  /** A client that sends nothing for so long, while we wait for it, is given up. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(8);

  private static final byte[] LINE_FEED = {'\n'};
  private static final byte[] NOTHING = {};

  private final HttpServerRequest request;
  private final Context eventLoop;
  private final BlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
  private final byte[] line;
  private int lineBytes;
  private byte[] chunk = NOTHING;
  private int at;
  private boolean ended;
  private long bytesRead;

  private BodyLines(HttpServerRequest request, Context eventLoop, int lineBytesMax) {
    this.request = request;
    this.eventLoop = eventLoop;
    this.line = new byte[lineBytesMax];
  }

  /** One line of the body, without its line feed. */
  public sealed interface Line {
    /**
     * A line as it was sent.
     *
     * @param bytes what it says, nothing for an empty line
     */
    record Bytes(Buffer bytes) implements Line {}

    /** A line that is longer than a line may be; what it said was passed over. */
    record TooLong() implements Line {}
  }

  /** What the event loop tells the reader. */
  private sealed interface Event {
    record Chunk(Buffer bytes) implements Event {}

    record End() implements Event {}

    record Broken() implements Event {}
  }

  /** Begins to read; call on the request's event loop, before it has delivered anything. */
  static BodyLines of(HttpServerRequest request, Context eventLoop, int lineBytesMax) {
    var lines = new BodyLines(request, eventLoop, lineBytesMax);
    request.pause();
    request
        .handler(chunk -> lines.arrived.add(new Event.Chunk(chunk)))
        .endHandler(_ -> lines.arrived.add(new Event.End()))
        .exceptionHandler(_ -> lines.arrived.add(new Event.Broken()));
    request.fetch(CHUNKS_MAX);
    return lines;
  }

  /**
   * The next lines: waits for one, and takes more only as far as they are there already.
   *
   * @return none at the end of the body
   * @throws StreamBrokenException where the client hung up, or nothing came in time
   */
  public List<Line> take(int linesMax) {
    var lines = new ArrayList<Line>();
    while (lines.size() < linesMax && (at < chunk.length || nextChunk(lines.isEmpty()))) {
      cut(lines);
    }
    return lines;
  }

  /** How many bytes of the body were read by now. */
  public long bytesRead() {
    return bytesRead;
  }

  /** Passes over what is left of the body, so that the connection can be used again. */
  void skipRest() {
    eventLoop.runOnContext(_ -> {
      if (!request.isEnded()) { // a short body is all there by now
        request.handler(_ -> {}).resume();
      }
    });
  }

  /** Takes from the chunk up to the next line feed, which completes a line. */
  private void cut(List<Line> lines) {
    var start = at;
    while (at < chunk.length && chunk[at] != '\n') {
      at++;
    }
    append(start, at);
    if (at < chunk.length) {
      at++;
      lines.add(endLine());
    }
  }

  /** One byte beyond the bound is counted, to know a line that is too long. */
  private void append(int from, int to) {
    var copied = Math.min(to - from, line.length - Math.min(lineBytes, line.length));
    if (copied > 0) {
      System.arraycopy(chunk, from, line, lineBytes, copied);
    }
    lineBytes = Math.min(lineBytes + (to - from), line.length + 1);
  }

  private Line endLine() {
    var length = lineBytes;
    lineBytes = 0;
    if (length > line.length) {
      return new Line.TooLong();
    }
    var withoutReturn = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new Line.Bytes(Buffer.buffer(withoutReturn).appendBytes(line, 0, withoutReturn));
  }

  /** Whether there is one; a last line without a line feed gets its own here. */
  private boolean nextChunk(boolean wait) {
    if (ended) {
      return false;
    }
    return switch (nextEvent(wait)) {
      case Event.Chunk(var bytes) -> {
        read(bytes.getBytes());
        bytesRead += bytes.length();
        eventLoop.runOnContext(_ -> request.fetch(1));
        yield true;
      }
      case Event.End _ -> {
        ended = true;
        read(lineBytes > 0 ? LINE_FEED : NOTHING);
        yield lineBytes > 0;
      }
      case Event.Broken _ -> throw new StreamBrokenException("the client hung up");
      case null -> false;
    };
  }

  private void read(byte[] bytes) {
    chunk = bytes;
    at = 0;
  }

  private @Nullable Event nextEvent(boolean wait) {
    if (!wait) {
      return arrived.poll();
    }
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
