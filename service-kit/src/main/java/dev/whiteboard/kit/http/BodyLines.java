package dev.whiteboard.kit.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's body, read line by line by one thread that may block.
 *
 * <p>What is not asked for stays in the socket, and then with the client: that is the
 * back-pressure.
 */
public final class BodyLines {
  private static final byte[] LINE_FEED = {'\n'};
  private static final byte[] NOTHING = {};

  private final BodyBytes body;
  private final byte[] line;
  private int lineBytes;
  private byte[] chunk = NOTHING;
  private int at;
  private boolean ended;
  private long bytesRead;

  private BodyLines(BodyBytes body, int lineBytesMax) {
    this.body = body;
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

  /** Begins to read; call on the request's event loop, before it has delivered anything. */
  static BodyLines of(HttpServerRequest request, Context eventLoop, int lineBytesMax) {
    return new BodyLines(BodyBytes.of(request, eventLoop), lineBytesMax);
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
    body.skipRest();
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
    var next = wait ? body.take() : body.poll();
    if (next.isPresent()) {
      read(next.get().getBytes());
      bytesRead += chunk.length;
      return true;
    }
    ended = body.isEnded();
    read(ended && lineBytes > 0 ? LINE_FEED : NOTHING);
    return ended && lineBytes > 0;
  }

  private void read(byte[] bytes) {
    chunk = bytes;
    at = 0;
  }
}
