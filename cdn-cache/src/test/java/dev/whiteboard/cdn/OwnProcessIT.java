package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.world.CountingOrigin;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge, a shield and a control plane in processes of their own, as on machines of their own. */
@NeedsStack(Server.KAFKA)
final class OwnProcessIT {
  private static final String HEAP = "-Xmx256m";
  private static final String SECRET = "a-secret-that-all-nodes-know";
  private static final String ADMIN_KEY = "an-admin-key-for-tests";
  private static final String HELLO = "Hello from the edge.\n";
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final EventLoops loops = EventLoops.open();

  @TempDir private Path folder;
  private CountingOrigin origin;
  private URI edge;
  private int controlPort;
  private TestStack stack;
  private Path topology;

  @BeforeEach
  void plan(TestStack servers) throws Exception {
    stack = servers;
    controlPort = FreePort.find();
    origin = CountingOrigin.start(loops.vertx());
    origin.answers(200, "from the origin", "Cache-Control", "max-age=600");
    var port = FreePort.find();
    edge = URI.create("http://127.0.0.1:" + port);
    topology = folder.resolve("world.yaml");
    Files.writeString(
        topology,
        """
        nodes:
          - { name: edge-1, tier: edge, region: eu, port: %d, tls: %d, internal: %d }
          - { name: top, tier: shield, region: eu, internal: %d }
        """
            .formatted(port, FreePort.find(), FreePort.find(), FreePort.find()));
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    origin.close();
    loops.close();
  }

  @Test
  void threeProcesses_serve_withoutControlPlane_andWithoutShield() throws Exception {
    try (var control = start(settings("control", ""));
        var shield = start(settings("shield", "top"));
        var _ = start(settings("edge", "edge-1"))) {
      isServedThroughBoth();
      await().atMost(NOTICED_WITHIN).until(() -> health(control, "edge-1").equals("up"));
      await().atMost(NOTICED_WITHIN).until(() -> health(control, "top").equals("up"));

      control.kill();
      assertThat(get(edge.resolve("/kept")).headers().firstValue("cache-status"))
          .hasValueSatisfying(status -> assertThat(status).contains("; hit"));
      assertThat(cacheStatus("/new")).contains("\"top\"", "\"edge-1\"");

      shield.kill();
      await()
          .atMost(NOTICED_WITHIN)
          .until(() -> get(edge.resolve("/" + System.nanoTime())).statusCode() == 200);
      assertThat(cacheStatus("/past-the-shield")).doesNotContain("\"top\"");
    }
  }

  /** The edge is off while it is put, then the control plane forgets what it had. */
  @Test
  void book_putAtTheControlPlane_isEverywhere_andAfterEachStart() throws Exception {
    var control = start(settings("control", ""));
    try (var _ = start(settings("shield", "top"))) {
      try (var _ = start(settings("edge", "edge-1"))) {
        put(control, "/v1/functions/greeting", "application/wasm", example("hello"), 201);
        put(control, "/v1/routes", "application/yaml", route("greeting"), 200);
        await()
            .atMost(NOTICED_WITHIN)
            .until(() -> get(edge.resolve("/hello")).body(), HELLO::equals);
      }
      put(control, "/v1/functions/headers", "application/wasm", example("security-headers"), 201);
      put(control, "/v1/routes", "application/yaml", route("headers"), 200);
      try (var _ = start(settings("edge", "edge-1"))) {
        assertThat(get(edge.resolve("/first")).headers().firstValue("referrer-policy")).isPresent();
        control.close();
        control = start(settings("control", ""));
        assertThat(get(control.url().resolve("/v1/functions/headers")).statusCode()).isEqualTo(200);
        put(control, "/v1/routes", "application/yaml", route("greeting"), 200);
        await()
            .atMost(NOTICED_WITHIN)
            .until(() -> get(edge.resolve("/hello")).body(), HELLO::equals);
      }
    } finally {
      control.close();
    }
  }

  private byte[] route(String function) {
    return "- { name: all, origin: \"%s\", function: %s }"
        .formatted(origin.uri(), function)
        .getBytes(UTF_8);
  }

  private static byte[] example(String name) throws IOException {
    var path = "/functions/" + name + ".wasm";
    try (var in = Objects.requireNonNull(OwnProcessIT.class.getResourceAsStream(path))) {
      return in.readAllBytes();
    }
  }

  private void put(JavaProcess to, String path, String type, byte[] body, int expected)
      throws Exception {
    var request =
        HttpRequest.newBuilder(to.url().resolve(path))
            .timeout(ANSWER_MAX)
            .header("Authorization", "Bearer " + ADMIN_KEY)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(expected);
  }

  @Test
  void badTopologyAndRoles_areRefusedWithALineThatNamesThem() throws Exception {
    var bad =
        Files.writeString(
            folder.resolve("bad.yaml"), "nodes:\n  - { name: a, tier: b, region: eu }\n");
    var settings = settings("edge", "edge-1");
    settings.put("CDN_TOPOLOGY", bad.toString());

    assertThat(JavaProcess.refused(CdnService.class, HEAP, settings))
        .contains("CDN_TOPOLOGY", "bad.yaml", "line 2", "nodes[0].tier")
        .doesNotContain("Exception", "\tat ");
    assertThat(JavaProcess.refused(CdnService.class, HEAP, settings("shield", "edge-1")))
        .contains("CDN_ROLE", "is shield, but edge-1 is of the tier edge");
  }

  private void isServedThroughBoth() throws Exception {
    await().atMost(NOTICED_WITHIN).until(() -> cacheStatus("/warm").contains("; hit"));
    var first = get(edge.resolve("/kept"));
    assertThat(first.body()).isEqualTo("from the origin");
    assertThat(first.headers().firstValue("cache-status").orElseThrow())
        .containsSubsequence("\"top\"", "\"edge-1\"");
    assertThat(cacheStatus("/kept")).contains("\"edge-1\"; hit");
    assertThat(origin.asked("/kept")).isOne();
  }

  private String cacheStatus(String path) throws Exception {
    var answer = get(edge.resolve(path));
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("cache-status").orElseThrow();
  }

  private static JavaProcess start(Map<String, String> settings) throws Exception {
    return JavaProcess.start(CdnService.class, HEAP, settings);
  }

  private String health(JavaProcess control, String node) throws Exception {
    var nodes = new JsonObject(get(control.url().resolve("/v1/topology")).body());
    return nodes.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(node))
        .map(one -> one.getString("health"))
        .findAny()
        .orElseThrow();
  }

  private Map<String, String> settings(String role, String node) {
    var settings = new HashMap<String, String>();
    settings.put("CDN_TOPOLOGY", topology.toString());
    settings.put("CDN_ROLE", role);
    settings.put("CDN_NODE_SECRET", SECRET);
    settings.put("CDN_ADMIN_KEY", ADMIN_KEY);
    settings.put("CDN_ORIGIN", origin.uri().toString());
    settings.put("CDN_PORT", "0");
    if (node.isEmpty()) {
      settings.put("CDN_CONTROL_PORT", Integer.toString(controlPort));
      settings.put("KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers());
      settings.put("CDN_KAFKA_PREFIX", stack.topicPrefix());
    } else {
      settings.put("CDN_CONTROL", "http://127.0.0.1:" + controlPort);
      settings.put("CDN_NODE", node);
    }
    return settings;
  }

  private HttpResponse<String> get(URI url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(url).timeout(ANSWER_MAX).build(), BodyHandlers.ofString());
  }
}
