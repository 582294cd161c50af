package dev.whiteboard.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Commands to a server that speaks Redis' protocol, by one thread and one selector: on each
 * connection so many at once, and the next when all of them are answered. Every answer is compared
 * byte by byte with what it must be.
 */
final class RespLoad implements LoadGenerator {
  /** Who has not answered by then will not. */
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(10);

  private static final Duration SELECT_MAX = Duration.ofMillis(100);

  /** Batches made ahead: at 64 connections each gives the next one some other keys. */
  private static final int BATCHES = 1 << 12;

  private static final int VALUE_BYTES = 100;
  private static final int FILLED_AT_ONCE = 100;

  private final Batch[] batches = new Batch[BATCHES];
  private final int connections;
  private final int pipelined;
  private int next;

  private RespLoad(int connections, int pipelined) {
    this.connections = connections;
    this.pipelined = pipelined;
  }

  /** Commands, and all that should come back. */
  private record Batch(ByteBuffer commands, ByteBuffer answers) {}

  /** What is asked. */
  enum Kind {
    /** A key that is there. */
    GET,
    /** A key, there or not. */
    SET
  }

  /**
   * Makes one.
   *
   * @param keys which are asked for, by their numbers, in turn
   * @param pipelined commands at once on a connection
   */
  static RespLoad of(Kind kind, int[] keys, int connections, int pipelined) {
    var load = new RespLoad(connections, pipelined);
    Arrays.setAll(
        load.batches,
        batch -> {
          var commands = new StringBuilder();
          var answers = new StringBuilder();
          for (var i = 0; i < pipelined; i++) {
            add(kind, keys[(batch * pipelined + i) % keys.length], commands, answers);
          }
          return new Batch(bytes(commands), bytes(answers));
        });
    return load;
  }

  /** Sets each of so many keys, once. */
  static void fill(URI server, int keys) throws IOException {
    var scratch = ByteBuffer.allocateDirect(FILLED_AT_ONCE);
    try (var connection = new Connection(server)) {
      connection.channel.configureBlocking(true);
      for (var from = 0; from < keys; from += FILLED_AT_ONCE) {
        var commands = new StringBuilder();
        var answers = new StringBuilder();
        for (var i = from; i < Math.min(keys, from + FILLED_AT_ONCE); i++) {
          add(Kind.SET, i, commands, answers);
        }
        connection.begin(new Batch(bytes(commands), bytes(answers)));
        var done = false;
        while (!done) {
          done = connection.reads(scratch);
        }
      }
    }
  }

  private static ByteBuffer bytes(StringBuilder text) {
    return ByteBuffer.wrap(text.toString().getBytes(US_ASCII));
  }

  private static void add(Kind kind, int number, StringBuilder commands, StringBuilder answers) {
    var key = "key:%012d".formatted(number);
    var value = ("%0" + VALUE_BYTES + "d").formatted(number);
    switch (kind) {
      case GET -> {
        commands.append("*2\r\n$3\r\nGET\r\n").append(bulk(key));
        answers.append(bulk(value));
      }
      case SET -> {
        commands.append("*3\r\n$3\r\nSET\r\n").append(bulk(key)).append(bulk(value));
        answers.append("+OK\r\n");
      }
    }
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  @Override
  public String name() {
    return "own client, 1 thread, %d connections, %d commands at once on each"
        .formatted(connections, pipelined);
  }

  @Override
  public int cutOffMax() {
    return 0;
  }

  /** Times are of whole batches: from the first command sent to the last answer read. */
  @Override
  public LoadResult run(URI server, Duration time) throws IOException {
    try (var run = new Run(server, time)) {
      return run.toEnd();
    }
  }

  private Batch next() {
    return batches[next++ & (BATCHES - 1)];
  }

  /** A connection, and what is under way on it. */
  private static final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private ByteBuffer commands = ByteBuffer.allocate(0);
    private ByteBuffer wanted = ByteBuffer.allocate(0);
    private long sinceNanos;

    Connection(URI server) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
    }

    void begin(Batch batch) throws IOException {
      commands = batch.commands.duplicate();
      wanted = batch.answers.duplicate();
      sinceNanos = System.nanoTime();
      write();
    }

    /** What does not fit now goes when answers have come. */
    private void write() throws IOException {
      if (commands.hasRemaining()) {
        channel.write(commands);
      }
    }

    /** Whether all is answered. */
    boolean reads(ByteBuffer scratch) throws IOException {
      scratch.clear();
      if (channel.read(scratch) < 0) {
        throw new IOException("closed");
      }
      scratch.flip();
      var expected = wanted.slice(wanted.position(), Math.min(wanted.remaining(), scratch.limit()));
      if (!expected.equals(scratch)) {
        throw new IOException("another answer: " + US_ASCII.decode(scratch));
      }
      wanted.position(wanted.position() + scratch.limit());
      write();
      return !wanted.hasRemaining();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** One run: its connections, and what they saw. */
  private final class Run implements AutoCloseable {
    private static final int SCRATCH_BYTES = 256 * 1024;

    private final Selector selector = Selector.open();
    private final List<Connection> open = new ArrayList<>();
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final long startNanos = System.nanoTime();
    private final long endNanos;
    private int waiting;

    Run(URI server, Duration time) throws IOException {
      endNanos = startNanos + time.toNanos();
      for (var i = 0; i < connections; i++) {
        open.add(new Connection(server));
      }
    }

    LoadResult toEnd() throws IOException {
      for (var connection : open) {
        connection.channel.register(selector, SelectionKey.OP_READ, connection);
        connection.begin(next());
        waiting++;
      }
      var giveUpNanos = endNanos + LAST_ANSWERS_MAX.toNanos();
      while (waiting > 0 && System.nanoTime() < giveUpNanos) {
        selector.select(SELECT_MAX.toMillis());
        for (var key : selector.selectedKeys()) {
          read((Connection) key.attachment());
        }
        selector.selectedKeys().clear();
      }
      var seconds = (System.nanoTime() - startNanos) / 1e9;
      return new LoadResult(
          micros.getTotalCount() * pipelined,
          (long) waiting * pipelined,
          seconds,
          Latency.of(micros));
    }

    private void read(Connection connection) throws IOException {
      if (!connection.reads(scratch)) {
        return;
      }
      var now = System.nanoTime();
      micros.recordValue(TimeUnit.NANOSECONDS.toMicros(now - connection.sinceNanos));
      if (now < endNanos) {
        connection.begin(next());
      } else {
        waiting--;
      }
    }

    @Override
    public void close() throws IOException {
      for (var connection : open) {
        connection.close();
      }
      selector.close();
    }
  }
}
