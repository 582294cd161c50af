package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * A load of ready-made requests, by one thread and one selector. It looks at every answer's status,
 * and waits for the last ones: what it counts is exact.
 */
final class OwnLoad implements LoadGenerator {
  /** Answers are small: a status, some headers, a few hundred bytes of body. */
  private static final int ANSWER_BYTES_MAX = 64 * 1024;

  /** Who has not answered by then will not. */
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(10);

  private static final Duration SELECT_MAX = Duration.ofMillis(100);

  private final byte[][] requests;
  private final int connections;
  private final int statusExpected;
  private int next;

  /**
   * Sends these in turn, over and over.
   *
   * @param statusExpected what each should be answered with
   */
  OwnLoad(byte[][] requests, int connections, int statusExpected) {
    this.requests = requests;
    this.connections = connections;
    this.statusExpected = statusExpected;
  }

  @Override
  public String name() {
    return "own client, 1 thread";
  }

  @Override
  public int cutOffMax() {
    return 0;
  }

  @Override
  public LoadResult run(URI server, Duration time) throws IOException {
    try (var run = new Run(server, time)) {
      return run.toEnd();
    }
  }

  /** One run: its connections, and what they saw. */
  private final class Run implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Connection> open = new ArrayList<>();
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    private final long startNanos = System.nanoTime();
    private final long endNanos;
    private long errors;
    private int waiting;

    Run(URI server, Duration time) throws IOException {
      endNanos = startNanos + time.toNanos();
      for (var i = 0; i < connections; i++) {
        open.add(new Connection(server));
      }
    }

    LoadResult toEnd() throws IOException {
      for (var connection : open) {
        begin(connection);
      }
      var giveUpNanos = endNanos + LAST_ANSWERS_MAX.toNanos();
      while (waiting > 0 && System.nanoTime() < giveUpNanos) {
        selector.select(this::read, SELECT_MAX.toMillis());
      }
      var seconds = (System.nanoTime() - startNanos) / 1e9;
      return new LoadResult(
          micros.getTotalCount(),
          errors + waiting,
          seconds,
          micros.getValueAtPercentile(50),
          micros.getValueAtPercentile(99),
          micros.getMaxValue());
    }

    private void begin(Connection connection) throws IOException {
      connection.channel.register(selector, SelectionKey.OP_READ, connection);
      waiting++;
      send(connection);
    }

    private void send(Connection connection) {
      try {
        connection.send(requests[next++ % requests.length]);
      } catch (IOException e) {
        fail(connection);
      }
    }

    private void read(SelectionKey key) {
      var connection = (Connection) key.attachment();
      try {
        if (connection.readsWhole()) {
          answered(connection);
        }
      } catch (IOException e) {
        fail(connection);
      }
    }

    private void answered(Connection connection) {
      var now = System.nanoTime();
      if (connection.status == statusExpected) {
        micros.recordValue((now - connection.sentNanos) / 1_000);
      } else {
        errors++;
      }
      if (now < endNanos) {
        send(connection);
      } else {
        waiting--;
      }
    }

    private void fail(Connection connection) {
      errors++;
      waiting--;
      connection.close();
    }

    @Override
    public void close() throws IOException {
      open.forEach(Connection::close);
      selector.close();
    }
  }

  /** One connection, with one request under way. */
  private static final class Connection {
    private static final int END_OF_HEAD_BYTES = 4;
    private static final Pattern CONTENT_LENGTH =
        Pattern.compile("\r\ncontent-length: *(\\d{1,9})\r", Pattern.CASE_INSENSITIVE);

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
    private long sentNanos;
    private int status;

    Connection(URI server) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
    }

    /** A request fits into the socket's buffer, which is empty. */
    void send(byte[] request) throws IOException {
      answer.clear();
      sentNanos = System.nanoTime();
      if (channel.write(ByteBuffer.wrap(request)) != request.length) {
        throw new IOException("the request is larger than the socket's buffer");
      }
    }

    /** Whether the answer is there, to its last byte. */
    boolean readsWhole() throws IOException {
      if (channel.read(answer) <= 0) {
        throw new IOException("closed, or an answer too large");
      }
      var headBytes = headBytes();
      if (headBytes < 0) {
        return false;
      }
      var head = new String(answer.array(), 0, headBytes, US_ASCII);
      status = Integer.parseInt(head, "HTTP/1.1 ".length(), "HTTP/1.1 200".length(), 10);
      return answer.position() >= headBytes + contentLength(head);
    }

    private int headBytes() {
      var bytes = answer.array();
      for (var i = 0; i + END_OF_HEAD_BYTES <= answer.position(); i++) {
        if (bytes[i] == '\r'
            && bytes[i + 1] == '\n'
            && bytes[i + 2] == '\r'
            && bytes[i + 3] == '\n') {
          return i + END_OF_HEAD_BYTES;
        }
      }
      return -1;
    }

    private static int contentLength(String head) throws IOException {
      var length = CONTENT_LENGTH.matcher(head);
      if (!length.find()) {
        throw new IOException("an answer without a length");
      }
      return Integer.parseInt(length.group(1));
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
