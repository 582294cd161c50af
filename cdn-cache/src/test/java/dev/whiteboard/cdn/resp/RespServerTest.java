package dev.whiteboard.cdn.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.kit.http.WebServer;
import dev.whiteboard.kit.http.WebServerOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RespServerTest {
  private static final int READ_MILLIS_MAX = 20_000;
  private static final int MEGABYTE = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nowMillis = new AtomicLong(1_000_000);
  private final Cache<Bytes, Entry> cache = cache(50L * MEGABYTE);
  private RespServer server = start(options(100, 8 * MEGABYTE, 256L * MEGABYTE));

  private static Cache<Bytes, Entry> cache(long bytes) {
    return Policy.LRU.cache(Bounds.weight(bytes, Entry::weight));
  }

  private static RespOptions options(int connections, int output, long buffers) {
    return new RespOptions("127.0.0.1", 0, 2, connections, MEGABYTE, output, buffers, "lru");
  }

  private RespServer start(RespOptions options) {
    try {
      return RespServer.start(vertx, options, cache, () -> Instant.ofEpochMilli(nowMillis.get()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(RespOptions options) throws Exception {
    server.close();
    server = start(options);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(READ_MILLIS_MAX);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Who sends too much is cut off while he still sends, or just after. */
  private static void sendUnlessCut(Socket socket, String text) {
    try {
      send(socket, text);
    } catch (IOException _) {
      // cut: that is what is counted in the end
    }
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Test
  void connection_takesLinesAndArrays() throws IOException {
    try (var socket = connect()) {
      send(socket, "SET a \"b c\"\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\nPING\nQUIT\r\nPING\r\n");
      assertThat(readAll(socket)).isEqualTo("+OK\r\n$3\r\nb c\r\n+PONG\r\n+OK\r\n");
    }
  }

  @Test
  void connection_byteByByte_isTheSame() throws IOException {
    try (var socket = connect()) {
      socket.setTcpNoDelay(true);
      for (var letter : "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\nb\n\r\nGET a\r\n".toCharArray()) {
        send(socket, Character.toString(letter));
      }
      assertThat(read(socket, 13)).isEqualTo("+OK\r\n$2\r\nb\n\r\n");
    }
  }

  @Test
  void connection_withBytesThatAreNoCommand_isToldAndClosed() throws IOException {
    try (var socket = connect()) {
      send(socket, "PING\r\n*1\r\n:5\r\n");
      assertThat(readAll(socket))
          .isEqualTo("+PONG\r\n-ERR Protocol error: expected '$', got ':'\r\n");
    }
  }

  @Test
  void connection_afterAnError_goesOn() throws IOException {
    try (var socket = connect()) {
      send(socket, "NONE\r\nPING\r\nQUIT\r\n");
      assertThat(readAll(socket))
          .startsWith("-ERR unknown command 'NONE'")
          .endsWith("\r\n+PONG\r\n+OK\r\n");
    }
  }

  /** What a page in a browser can have it send: a form whose body is commands. */
  @Test
  void connection_ofABrowser_isCut() throws IOException {
    try (var socket = connect()) {
      send(socket, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET evil 1\r\n");
      assertThat(readAll(socket)).isEmpty();
    }
    assertThat(cache.size()).isZero();
    await().untilAsserted(() -> assertThat(server.cut()).isEqualTo(1));
  }

  @Test
  void connections_beyondTheBound_areRefused() throws Exception {
    restart(options(2, 8 * MEGABYTE, 256L * MEGABYTE));
    try (var one = connect();
        var two = connect()) {
      send(one, "PING\r\n");
      send(two, "PING\r\n");
      assertThat(read(one, 7) + read(two, 7)).isEqualTo("+PONG\r\n+PONG\r\n");
      try (var three = connect()) {
        assertThat(readAll(three)).isEqualTo("-ERR max number of clients reached\r\n");
      }
    }
    await().untilAsserted(() -> assertThat(server.connections()).isZero());
  }

  /** Pipelined reads of a large value by somebody who takes nothing. */
  @Test
  void connection_thatTakesNoAnswers_isNotReadFrom_andThenCut() throws IOException {
    try (var socket = connect()) {
      var value = "x".repeat(MEGABYTE);
      send(socket, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$" + value.length() + "\r\n" + value + "\r\n");
      assertThat(read(socket, 5)).isEqualTo("+OK\r\n");
      send(socket, "GET a\r\n".repeat(1_000));
      await().until(() -> server.commands() > 1);
      var _ =
          await()
              .during(Duration.ofMillis(300))
              .atMost(Duration.ofSeconds(20))
              .until(server::commands, ran -> ran < 100);
      nowMillis.addAndGet(RespConnection.STUCK_MILLIS_MAX);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.cut() == 1);
      await().until(() -> server.connections() == 0);
    }
  }

  @Test
  void connection_thatReadsSlowly_getsAll() throws IOException {
    try (var socket = connect()) {
      var value = "x".repeat(100_000);
      send(socket, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$" + value.length() + "\r\n" + value + "\r\n");
      assertThat(read(socket, 5)).isEqualTo("+OK\r\n");
      send(socket, "GET a\r\n".repeat(300) + "PING\r\n");
      for (var i = 0; i < 300; i++) {
        assertThat(read(socket, 11 + value.length())).isEqualTo("$100000\r\n" + value + "\r\n");
      }
      assertThat(read(socket, 7)).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void connection_thatAsksForTooMuchAtOnce_isCut() throws IOException {
    try (var socket = connect()) {
      var value = "x".repeat(MEGABYTE);
      send(socket, "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$" + value.length() + "\r\n" + value + "\r\n");
      assertThat(read(socket, 5)).isEqualTo("+OK\r\n");
      send(socket, "MGET" + " a".repeat(100) + "\r\n");
      assertThat(readAll(socket)).isEmpty();
    }
    await().untilAsserted(() -> assertThat(server.cut()).isEqualTo(1));
  }

  @Test
  void connection_thatLeavesACommandUnfinished_isCut() throws IOException {
    try (var idle = connect();
        var socket = connect()) {
      send(socket, "PING\r\n*1\r\n$4\r\nPI");
      assertThat(read(socket, 7)).isEqualTo("+PONG\r\n");
      nowMillis.addAndGet(RespConnection.STUCK_MILLIS_MAX);
      assertThat(readAll(socket)).isEmpty();
      send(idle, "PING\r\n");
      assertThat(read(idle, 7)).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void connections_thatHoldTooMuchTogether_areCut() throws Exception {
    restart(options(100, 8 * MEGABYTE, 2L * MEGABYTE));
    var sockets = new ArrayList<Socket>();
    for (var i = 0; i < 8; i++) {
      var socket = connect();
      sockets.add(socket);
      sendUnlessCut(socket, "*2\r\n$4\r\nECHO\r\n$1000000\r\n" + "x".repeat(600_000));
    }
    await().until(() -> server.cut() >= 4);
    for (var socket : sockets) {
      socket.close();
    }
    await().until(() -> server.connections() == 0);
    try (var socket = connect()) {
      send(socket, "PING\r\n");
      assertThat(read(socket, 7)).isEqualTo("+PONG\r\n");
    }
  }

  private RedisClient lettuce(ProtocolVersion version) {
    var client = RedisClient.create(RedisURI.create("redis://127.0.0.1:" + server.port()));
    client.setOptions(ClientOptions.builder().protocolVersion(version).build());
    return client;
  }

  @Test
  void lettuce_speaksWithIt() {
    for (var version : ProtocolVersion.values()) {
      try (var client = lettuce(version);
          var connection = client.connect()) {
        var redis = connection.sync();
        redis.flushall();
        assertThat(redis.set("a", "1", SetArgs.Builder.nx().ex(100))).isEqualTo("OK");
        assertThat(redis.set("a", "2", SetArgs.Builder.nx())).isNull();
        assertThat(redis.ttl("a")).isEqualTo(100);
        nowMillis.addAndGet(40_000);
        assertThat(redis.ttl("a")).isEqualTo(60);
        assertThat(redis.incrby("a", 41)).isEqualTo(42);
        nowMillis.addAndGet(60_000);
        assertThat(redis.get("a")).isNull();
        assertThat(redis.exists("a")).isZero();
        assertThat(redis.configGet("maxmemory")).containsEntry("maxmemory", "52428800");
        assertThat(redis.info()).contains("redis_version");
      }
    }
  }

  @Test
  void lettuce_withManyUnderWay_getsAnswersInOrder() throws Exception {
    try (var client = lettuce(ProtocolVersion.RESP3);
        StatefulRedisConnection<byte[], byte[]> connection =
            client.connect(ByteArrayCodec.INSTANCE)) {
      var random = new Random(1);
      var redis = connection.async();
      var values = new ArrayList<byte[]>();
      var answers = new ArrayList<CompletableFuture<byte[]>>();
      for (var i = 0; i < 2_000; i++) {
        var value = new byte[random.nextInt(2_000)];
        random.nextBytes(value);
        var key = new byte[] {(byte) i, (byte) (i >> 8), '\r', '\n', 0};
        var _ = redis.set(key, value);
        values.add(value);
        answers.add(redis.get(key).toCompletableFuture());
      }
      for (var i = 0; i < 2_000; i++) {
        assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(values.get(i));
      }
    }
  }

  @Test
  void incr_fromManyConnections_losesNone() throws Exception {
    try (var client = lettuce(ProtocolVersion.RESP2)) {
      var connections = IntStream.range(0, 8).mapToObj(_ -> client.connect()).toList();
      var all = new ArrayList<CompletableFuture<Long>>();
      for (var i = 0; i < 8_000; i++) {
        all.add(connections.get(i % 8).async().incr("counter").toCompletableFuture());
      }
      awaitAll(all);
      assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(8_000);
      assertThat(connections.getFirst().sync().get("counter")).isEqualTo("8000");
    }
  }

  private static void awaitAll(List<CompletableFuture<Long>> all)
      throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
  }

  @Test
  void maxmemory_holdsUnderLoad() throws Exception {
    var small = cache(MEGABYTE);
    var other =
        RespServer.start(
            vertx, options(100, MEGABYTE, 256L * MEGABYTE), small, () -> Instant.EPOCH);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
      socket.setSoTimeout(READ_MILLIS_MAX);
      for (var round = 0; round < 50; round++) {
        var batch = new StringBuilder();
        for (var i = 0; i < 100; i++) {
          batch.append("SET key:%d:%d %s\r\n".formatted(round, i, "v".repeat(1_000)));
        }
        send(socket, batch.toString());
        assertThat(read(socket, 500)).isEqualTo("+OK\r\n".repeat(100));
        assertThat(small.weight()).isLessThanOrEqualTo(MEGABYTE);
      }
      assertThat(small.size()).isBetween(800, 1_000);
    } finally {
      other.close();
    }
  }

  @Test
  void sweep_comesByItself() throws IOException {
    try (var socket = connect()) {
      send(socket, "SET a 1 EX 10\r\nSET b 1\r\n");
      assertThat(read(socket, 10)).isEqualTo("+OK\r\n+OK\r\n");
      nowMillis.addAndGet(10_000);
      await().atMost(Duration.ofSeconds(20)).until(() -> cache.size() == 1);
    }
  }

  /** Vert.x knows a free port by a number, and two servers must not have the same one. */
  @Test
  void freePort_besideThatOfAnHttpServer_isItsOwn() throws Exception {
    var options = new WebServerOptions("127.0.0.1", 0, 2);
    var web = WebServer.start(vertx, options, _ -> request -> request.response().end());
    try (var another =
        RespServer.start(
            vertx, options(100, MEGABYTE, MEGABYTE), cache, () -> Instant.ofEpochMilli(0))) {
      assertThat(List.of(web.port(), another.port(), server.port())).doesNotHaveDuplicates();
    } finally {
      web.drain(Duration.ofSeconds(5));
    }
  }
}
