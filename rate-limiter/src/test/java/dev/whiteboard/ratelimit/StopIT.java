package dev.whiteboard.ratelimit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.whiteboard.stack.EmbeddedRedis;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.JavaProcess;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM to a process while requests wait for a Redis that says nothing: each of them is answered,
 * and the process ends with 0 within 10 s.
 */
@NeedsStack({})
@Timeout(120)
final class StopIT {
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final int CLIENTS = 20;

  private static final String RULES =
      """
      rules:
        - { name: here, domain: shop, match: { here: "*" }, algorithm: gcra, limit: 1000, per: 1h, store: local }
        - { name: shared, domain: shop, match: { shared: "*" }, algorithm: gcra, limit: 1000, per: 1h, onStoreFailure: allow }
      """;

  @TempDir private Path folder;
  private EmbeddedRedis redis;
  private JavaProcess node;
  private int grpcPort;

  @BeforeEach
  void start() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
    grpcPort = FreePort.find();
    node = JavaProcess.start(RateLimiterService.class, "-Xmx256m", settings());
  }

  private Map<String, String> settings() throws IOException {
    return Map.of(
        "REDIS_URL", redis.url(),
        "RATELIMIT_PORT", "0",
        "RATELIMIT_GRPC_PORT", String.valueOf(grpcPort),
        "RATELIMIT_STORE_DEADLINE_MS", "1000",
        "RATELIMIT_RULES_FILE", Files.writeString(folder.resolve("rules.yaml"), RULES).toString());
  }

  @AfterEach
  void stop() {
    redis.close();
    node.close();
  }

  @Test
  void sigterm_requestsInFlight_areAllAnswered() throws Exception {
    await().until(() -> askOnce().contains("\"redis\""));
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", grpcPort).usePlaintext().build();
    var grpc = RateLimitServiceGrpc.newFutureStub(channel);
    var answers = new ArrayList<ListenableFuture<RateLimitResponse>>();
    var sockets = new ArrayList<Socket>();
    try {
      grpc.shouldRateLimit(request("here")).get(20, TimeUnit.SECONDS);
      redis.pause();
      for (var i = 0; i < CLIENTS; i++) {
        sockets.add(ask());
        answers.add(grpc.shouldRateLimit(request("shared")));
      }
      // One connection is read in order: with this answer the node has all the others.
      grpc.shouldRateLimit(request("here")).get(20, TimeUnit.SECONDS);
      for (var socket : sockets) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }

      var began = System.nanoTime();
      node.terminate();

      for (var answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS).getOverallCode()).isEqualTo(Code.OK);
      }
      for (var socket : sockets) {
        assertThat(rest(socket).split("TTP/1.1 200", -1)).hasSize(3);
      }
      assertThat(node.awaitExit()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(STOP_MAX);
    } finally {
      redis.resume();
      channel.shutdownNow();
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  /**
   * Two requests in one piece: with the answer to the first, which needs no Redis, the node has the
   * second, which does.
   */
  private Socket ask() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), node.url().getPort());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write((post("here") + post("shared")).getBytes(US_ASCII));
    return socket;
  }

  /** The first answer of the second kind, or what there is of it. */
  private String askOnce() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.url().getPort())) {
      socket.setSoTimeout(20_000);
      var request = post("shared").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return rest(socket);
    }
  }

  /** All that is said until the node closes the connection. */
  private static String rest(Socket socket) throws IOException {
    try (var reader = new InputStreamReader(socket.getInputStream(), UTF_8)) {
      return reader.readAllAsString();
    }
  }

  private static String post(String rule) {
    var body =
        new JsonObject()
            .put("domain", "shop")
            .put("descriptors", List.of(new JsonObject().put(rule, "a")))
            .encode();
    return "POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private static RateLimitRequest request(String rule) {
    var entry = RateLimitDescriptor.Entry.newBuilder().setKey(rule).setValue("a");
    return RateLimitRequest.newBuilder()
        .setDomain("shop")
        .addDescriptors(RateLimitDescriptor.newBuilder().addEntries(entry))
        .build();
  }
}
