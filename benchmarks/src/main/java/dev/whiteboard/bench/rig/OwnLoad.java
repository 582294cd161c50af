package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * A load of ready-made requests, by one thread and one selector. It looks at every answer's status,
 * and waits for the last ones: what it counts is exact.
 */
final class OwnLoad implements LoadGenerator {
  /** Who has not answered by then will not. */
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(10);

  private static final Duration SELECT_MAX = Duration.ofMillis(100);

  private final IntFunction<byte[]> requests;
  private final int connections;
  private final int statusExpected;
  private int next;

  /**
   * Sends these in turn, over and over.
   *
   * @param statusExpected what each should be answered with
   */
  OwnLoad(byte[][] requests, int connections, int statusExpected) {
    this(number -> requests[number % requests.length], connections, statusExpected);
  }

  /**
   * Sends these, the first one first, over all of its runs.
   *
   * @param requests by their numbers
   * @param statusExpected what each should be answered with
   */
  OwnLoad(IntFunction<byte[]> requests, int connections, int statusExpected) {
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
    private final List<HttpConnection> open = new ArrayList<>();
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    private final long startNanos = System.nanoTime();
    private final long endNanos;
    private long errors;
    private int waiting;

    Run(URI server, Duration time) throws IOException {
      endNanos = startNanos + time.toNanos();
      for (var i = 0; i < connections; i++) {
        open.add(new HttpConnection(server));
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
      return new LoadResult(micros.getTotalCount(), errors + waiting, seconds, Latency.of(micros));
    }

    private void begin(HttpConnection connection) throws IOException {
      connection.register(selector);
      waiting++;
      send(connection);
    }

    private void send(HttpConnection connection) {
      try {
        connection.send(requests.apply(next++), System.nanoTime());
      } catch (IOException e) {
        fail(connection);
      }
    }

    private void read(SelectionKey key) {
      var connection = (HttpConnection) key.attachment();
      try {
        if (connection.readsWhole()) {
          answered(connection);
        }
      } catch (IOException e) {
        fail(connection);
      }
    }

    private void answered(HttpConnection connection) {
      var now = System.nanoTime();
      if (connection.status() == statusExpected) {
        micros.recordValue((now - connection.sinceNanos()) / 1_000);
      } else {
        errors++;
      }
      if (now < endNanos) {
        send(connection);
      } else {
        waiting--;
      }
    }

    private void fail(HttpConnection connection) {
      errors++;
      waiting--;
      connection.close();
    }

    @Override
    public void close() throws IOException {
      open.forEach(HttpConnection::close);
      selector.close();
    }
  }
}
