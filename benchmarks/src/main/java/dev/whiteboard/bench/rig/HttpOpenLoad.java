package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, over keep-alive connections with one request under way on each. Time
 * counts from when a request was due, also where it waited for a free connection: a server that
 * stalls can't hide it.
 */
final class HttpOpenLoad implements LoadGenerator {
  private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(10);

  /** Between looks, where there is nothing to do. */
  private static final long PAUSE_NANOS = 20_000;

  private final byte[][] requests;
  private final int connections;
  private final int perSecond;
  private final int statusExpected;
  private int next;

  /**
   * Sends these in turn, over and over.
   *
   * @param statusExpected what each should be answered with
   */
  HttpOpenLoad(byte[][] requests, int connections, int perSecond, int statusExpected) {
    this.requests = requests;
    this.connections = connections;
    this.perSecond = perSecond;
    this.statusExpected = statusExpected;
  }

  /** Rates up to where a capacity ends. */
  static Ladder<Round> ladder(int rounds) {
    return new Ladder<>(rounds, Round::latency, Ladder.CAPACITY_P99_MICROS_MAX);
  }

  @Override
  public String name() {
    return "own client, %,d requests/s".formatted(perSecond);
  }

  @Override
  public int cutOffMax() {
    return 0;
  }

  @Override
  public LoadResult run(URI server, Duration time) throws IOException {
    try (var run = new Run(server, perSecond * time.toMillis() / 1_000)) {
      return run.toEnd();
    }
  }

  /** One run: its connections, and what they saw. */
  private final class Run implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<HttpConnection> open = new ArrayList<>();
    private final ArrayDeque<HttpConnection> free = new ArrayDeque<>();
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    private final long startNanos = System.nanoTime();
    private final long count;
    private long sent;
    private long ended;
    private long errors;

    Run(URI server, long count) throws IOException {
      this.count = count;
      for (var i = 0; i < connections; i++) {
        var connection = new HttpConnection(server);
        connection.register(selector);
        open.add(connection);
        free.add(connection);
      }
    }

    LoadResult toEnd() throws IOException {
      var giveUpNanos = dueNanos(count) + LAST_ANSWERS_MAX.toNanos();
      while (ended < count && System.nanoTime() < giveUpNanos) {
        sendWhatIsDue();
        if (selector.selectNow(this::read) == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      return new LoadResult(
          micros.getTotalCount(),
          errors + count - ended,
          (System.nanoTime() - startNanos) / 1e9,
          Latency.of(micros));
    }

    private long dueNanos(long number) {
      return startNanos + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    private void sendWhatIsDue() {
      while (sent < count && !free.isEmpty() && dueNanos(sent) - System.nanoTime() <= 0) {
        var connection = free.remove();
        try {
          connection.send(requests[next++ % requests.length], dueNanos(sent));
        } catch (IOException e) {
          fail(connection);
        }
        sent++;
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
      ended++;
      if (connection.status() == statusExpected) {
        micros.recordValue((System.nanoTime() - connection.sinceNanos()) / 1_000);
      } else {
        errors++;
      }
      free.add(connection);
    }

    private void fail(HttpConnection connection) {
      ended++;
      errors++;
      connection.close();
    }

    @Override
    public void close() throws IOException {
      open.forEach(HttpConnection::close);
      selector.close();
    }
  }
}
