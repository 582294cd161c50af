package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An attack on one edge: connections without end, heads that never are complete, made up queries,
 * one client that asks as often as it can. Legitimate clients ask all the while.
 *
 * <p>Attackers and clients have addresses of their own, all on the loopback. Clients and attack run
 * on the same few cores as the edge: how much slower clients get says more of that than of the
 * edge, so the bound is a wide one; the counts are exact.
 */
class AttackIT {
  private static final String EDGE = "edge-eu-1";
  private static final String CLIENT = "127.0.0.1";
  private static final int ASKED = 300;
  private static final int IDLE_CONNECTIONS = 400;
  private static final int CONNECTIONS_MAX = 100;

  private static final String HALF_A_HEAD = "GET / HTTP/1.1\r\nX: ";

  private static final Duration READ_MAX = Duration.ofSeconds(20);

  /** Of the slowest in a hundred, while attacked: a loaded machine takes some of it. */
  private static final Duration P99_MAX = Duration.ofSeconds(2);

  private final AtomicBoolean isOver = new AtomicBoolean();
  private final List<Socket> sockets = new ArrayList<>();
  private RunningCdn cdn;

  @BeforeEach
  void start() throws Exception {
    cdn =
        RunningCdn.start(
            Map.of(
                "CDN_CLIENT_CONNECTIONS_MAX", Integer.toString(CONNECTIONS_MAX),
                "CDN_CLIENT_REQUESTS_PER_SECOND", "200",
                "CDN_CLIENT_REQUESTS_BURST", "400",
                "CDN_CLIENT_NEW_QUERIES_PER_SECOND", "5"));
  }

  @AfterEach
  void close() throws IOException {
    isOver.set(true);
    for (var socket : sockets) {
      socket.close();
    }
    cdn.close();
  }

  @Test
  void edge_underAttack_answersThoseWhoBehave() throws Exception {
    ask(20); // so that all is compiled, and kept
    var calm = ask(ASKED);

    var attacks = new ArrayList<Callable<Integer>>();
    attacks.add(() -> flood("127.0.0.2", i -> "/images/1.svg?bust=" + i));
    attacks.add(() -> flood("127.0.0.3", _ -> "/images/1.svg"));
    attacks.add(() -> flood("127.0.0.4", i -> "/size/" + i + "?x=" + i));
    holdConnections("127.0.0.5");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = attacks.stream().map(threads::submit).toList();
      var attacked = ask(ASKED);
      isOver.set(true);
      var sent = 0;
      for (var attack : running) {
        sent += attack.get(1, TimeUnit.MINUTES);
      }
      System.out.printf(
          "p99 of %d answers: %.1f ms in calm, %.1f ms under attack by %d requests%n",
          ASKED, p99(calm) / 1e6, p99(attacked) / 1e6, sent);

      assertThat(p99(attacked)).isLessThan(P99_MAX.toNanos());
      assertThat(cdn.refused("client-rate") + cdn.refused("new-queries")).isPositive();
      assertThat(cdn.refused("too-many-connections"))
          .isGreaterThanOrEqualTo(IDLE_CONNECTIONS - CONNECTIONS_MAX);
    }
  }

  /** Each must be answered, and well. */
  private List<Long> ask(int times) throws IOException {
    var taken = new ArrayList<Long>();
    try (var client = new Client(CLIENT)) {
      for (var i = 0; i < times; i++) {
        var since = System.nanoTime();
        assertThat(client.ask("/images/" + (i % 6 + 1) + ".svg")).isEqualTo(200);
        taken.add(System.nanoTime() - since);
        pause();
      }
    }
    return taken;
  }

  /** Below its limit: who behaves asks a hundred times a second at most. */
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }

  private static long p99(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() * 99 / 100);
  }

  private interface Paths {
    String path(int number);
  }

  private int flood(String from, Paths paths) throws IOException {
    var sent = 0;
    try (var client = new Client(from)) {
      while (!isOver.get()) {
        assertThat(client.ask(paths.path(sent++))).isIn(200, 429);
      }
    }
    return sent;
  }

  /** Connections whose heads never end. */
  private void holdConnections(String from) throws IOException {
    for (var i = 0; i < IDLE_CONNECTIONS; i++) {
      var socket = connect(from);
      sockets.add(socket);
      try {
        socket.getOutputStream().write(HALF_A_HEAD.getBytes(US_ASCII));
      } catch (IOException _) {
        // it was refused by then, as it should be
      }
    }
  }

  private Socket connect(String from) throws IOException {
    var at = cdn.edge(EDGE);
    var socket = new Socket();
    socket.setSoTimeout((int) READ_MAX.toMillis());
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(at.getHost(), at.getPort()));
    return socket;
  }

  /** Asks on one connection, in turn. */
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Client(String from) throws IOException {
      this.socket = connect(from);
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    int ask(String path) throws IOException {
      var request = "GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var status = Integer.parseInt(line().substring(9, 12));
      var length = 0;
      for (var line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        } else if (line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:")) {
          length = -1;
        }
      }
      skip(length);
      return status;
    }

    private void skip(int length) throws IOException {
      if (length >= 0) {
        in.skipNBytes(length);
        return;
      }
      for (var size = size(); size >= 0; size = size == 0 ? -1 : size()) {
        in.skipNBytes(size + 2L);
      }
    }

    private int size() throws IOException {
      return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
      var text = new StringBuilder();
      for (var c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("closed after: " + text);
        }
        if (c != '\r') {
          text.append((char) c);
        }
      }
      return text.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
