package dev.whiteboard.portal.page;

import dev.whiteboard.portal.page.Board.ServerRow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Asks servers whether they answer, each in its own protocol and without a password. To connect
 * would say less: the kernel takes connections for a server that was stopped, too.
 *
 * <pre>
 *   Redis        PING                     +PONG, or -NOAUTH: it answers all the same
 *   PostgreSQL   8, 80877103              S or N: an SSLRequest, whether it would encrypt
 *   Kafka        10, 18, 0, 0, -1         its versions: ApiVersions, version 0, without a name
 * </pre>
 *
 * <p>Sources: PostgreSQL, Message Formats, SSLRequest; Kafka protocol guide, ApiVersions.
 */
final class ServerPings implements AutoCloseable {
  /** An answer so young is given again. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** For the connection, and for the answer on it. */
  static final Duration DEADLINE = Duration.ofMillis(500);

  private static final Map<String, byte[]> QUESTIONS =
      Map.of(
          "Redis", "PING\r\n".getBytes(StandardCharsets.US_ASCII),
          "PostgreSQL", HexFormat.of().parseHex("0000000804d2162f"),
          "Kafka", HexFormat.of().parseHex("0000000a0012000000000000ffff"));

  private final LongSupplier nanos;
  private final Map<ServerRow, Asked> latest = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ServerPings(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Asked(long nanos, CompletableFuture<Boolean> answers) {}

  /** Whether it answers, as of a second ago at most; empty for one that is asked in no way here. */
  Optional<CompletableFuture<Boolean>> ask(ServerRow server) {
    return Optional.ofNullable(QUESTIONS.get(server.name()))
        .flatMap(
            question -> address(server).map(address -> ask(server, address, question).answers));
  }

  private Asked ask(ServerRow server, InetSocketAddress address, byte[] question) {
    var now = nanos.getAsLong();
    return latest.compute(
        server,
        (_, before) ->
            before != null && now - before.nanos < FRESH.toNanos()
                ? before
                : new Asked(
                    now, CompletableFuture.supplyAsync(() -> answers(address, question), threads)));
  }

  /** The first of a list; behind a slash is a database's name. */
  private static Optional<InetSocketAddress> address(ServerRow server) {
    try {
      var uri = URI.create("tcp://" + server.address().split(",", 2)[0]);
      return Optional.ofNullable(uri.getHost())
          .filter(_ -> uri.getPort() > 0)
          .map(host ->
              InetSocketAddress.createUnresolved(host.replaceAll("[\\[\\]]", ""), uri.getPort()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean answers(InetSocketAddress address, byte[] question) {
    try (var socket = new Socket()) {
      socket.setSoTimeout((int) DEADLINE.toMillis());
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()),
          (int) DEADLINE.toMillis());
      socket.getOutputStream().write(question);
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
