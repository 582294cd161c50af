package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.world.CountingOrigin;
import dev.whiteboard.kit.run.EventLoops;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service: what its control plane tells of the nodes, over HTTP. */
@NeedsStack(Server.KAFKA)
final class ControlPlaneIT {
  private static final String KEY = "an-admin-key-for-tests";
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private static HttpClient http;
  private static EventLoops loops;
  private static CountingOrigin origin;
  private static CdnService service;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    loops = EventLoops.open();
    origin = CountingOrigin.start(loops.vertx());
    origin.answers(200, "x".repeat(1_000), "Cache-Control", "max-age=600");
    service = CdnService.start(CdnSettings.read(Settings.of(settings(stack), List.of())));
    await().atMost(ANSWER_MAX).until(ControlPlaneIT::isJoined);
  }

  private static boolean isJoined() {
    return service.world().nodes().stream()
        .allMatch(node -> node.purges().isJoined() && node.purges().isCurrent());
  }

  private static Map<String, String> settings(TestStack stack) {
    return Map.of(
        "CDN_PORT",
        "0",
        "CDN_EDGE_PORT",
        "0",
        "CDN_EDGE_TLS_PORT",
        "0",
        "CDN_ORIGIN",
        origin.uri().toString(),
        "CDN_ADMIN_KEY",
        KEY,
        "KAFKA_BOOTSTRAP_SERVERS",
        stack.kafkaBootstrapServers(),
        "CDN_KAFKA_PREFIX",
        stack.topicPrefix());
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    service.close();
    origin.close();
    loops.close();
  }

  @Test
  void topology_hasEachNode_andAddressesThatAnswer() throws Exception {
    var topology = json(get("/v1/topology"));

    var nodes = objects(topology.getJsonArray("nodes"));
    assertThat(nodes)
        .extracting(node -> node.getString("name"))
        .containsExactlyInAnyOrder(
            "edge-eu-1",
            "edge-eu-2",
            "edge-us-1",
            "edge-us-2",
            "regional-eu",
            "regional-us",
            "central",
            "shield");
    assertThat(nodes).allMatch(node -> node.getString("health").equals("up"));
    assertThat(objects(topology.getJsonArray("tiers")))
        .allSatisfy(tier ->
            assertThat(
                    tier.getJsonObject("shares").stream()
                        .mapToDouble(share -> (double) share.getValue())
                        .sum())
                .isBetween(0.99, 1.01));
    assertThat(get(edge("edge-us-2").resolve("/topology")).statusCode()).isEqualTo(200);
  }

  @Test
  void ring_saysWhoOwnsAKey_asTheRequestGoes() throws Exception {
    var url = edge("edge-eu-1").resolve("/owned-" + System.nanoTime());

    var ring = json(get("/v1/ring?key=" + url));

    var regional = owner(ring, "regional");
    assertThat(get(url).headers().firstValue("cache-status").orElseThrow())
        .containsSubsequence("\"shield\"", "\"central\"", "\"" + regional + "\"", "\"edge-eu-1\"");
    assertThat(owner(ring, "central")).isEqualTo("central");
    var other = regional.equals("regional-eu") ? "regional-us" : "regional-eu";
    assertThat(ifLeft(ring, "regional", regional)).isEqualTo(other);
    assertThat(ifLeft(ring, "regional", other)).isEqualTo(regional);
  }

  @Test
  void nodeOff_ringAndTopologySaySo_andItIsBack() throws Exception {
    var url = edge("edge-us-1").resolve("/switched-" + System.nanoTime());
    var owner = owner(json(get("/v1/ring?key=" + url)), "regional");

    assertThat(post("/v1/nodes/" + owner + "/down", KEY)).isEqualTo(200);

    assertThat(owner(json(get("/v1/ring?key=" + url)), "regional")).isNotEqualTo(owner);
    assertThat(health(owner)).isEqualTo("down");
    await().until(() -> get(url).statusCode() == 200);
    assertThat(post("/v1/nodes/" + owner + "/up", KEY)).isEqualTo(200);
    assertThat(health(owner)).isEqualTo("up");
    assertThat(owner(json(get("/v1/ring?key=" + url)), "regional")).isEqualTo(owner);
  }

  @Test
  void switch_withoutTheKey_isRefused() throws Exception {
    assertThat(post("/v1/nodes/shield/down", "")).isEqualTo(401);
    assertThat(post("/v1/nodes/shield/down", "another-key-than-that-one")).isEqualTo(403);
    assertThat(post("/v1/nodes/nobody/down", KEY)).isEqualTo(404);
    assertThat(health("shield")).isEqualTo("up");
  }

  @Test
  void analytics_haveHitsBytesTimesUrlsAndStatuses() throws Exception {
    var url = edge("edge-eu-2").resolve("/counted-" + System.nanoTime());
    for (var i = 0; i < 5; i++) {
      get(url);
    }

    await()
        .untilAsserted(() -> {
          var report = json(get("/v1/analytics?every=10m"));
          var edge = sum(report, "edge");
          assertThat(edge.getJsonObject("results").getLong("hit")).isGreaterThanOrEqualTo(4);
          assertThat(edge.getJsonObject("results").getLong("miss")).isPositive();
          assertThat(edge.getJsonObject("statuses").getLong("200")).isGreaterThanOrEqualTo(5);
          assertThat(edge.getLong("bytesSaved")).isGreaterThanOrEqualTo(4_000);
          assertThat(edge.getDouble("p99Ms")).isGreaterThanOrEqualTo(edge.getDouble("p50Ms"));
          assertThat(edge.getDouble("p50Ms")).isPositive();
          assertThat(sum(report, "shield").getJsonObject("results").getLong("miss")).isPositive();
          assertThat(objects(report.getJsonArray("topUrls")))
              .anySatisfy(top -> {
                assertThat(top.getString("url")).endsWith(url.getPath());
                assertThat(top.getLong("requests")).isGreaterThanOrEqualTo(5);
              });
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"every=0s", "every=11m", "every=1h", "every=", "every=1s&every=2s"})
  void analytics_badSpan_isAProblemThatNamesIt(String query) throws Exception {
    var answer = get("/v1/analytics?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("every");
  }

  @ParameterizedTest
  @CsvSource({"''", "key=", "key=a&key=b"})
  void ring_badKey_isAProblemThatNamesIt(String query) throws Exception {
    assertThat(get("/v1/ring?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void metrics_haveTheNamesOfTheContract() throws Exception {
    get(edge("edge-eu-1").resolve("/metered-" + System.nanoTime()));

    await()
        .untilAsserted(() -> {
          var lines = get("/metrics").body().lines().toList();
          for (var tier : List.of("edge", "regional", "central", "shield")) {
            assertThat(value(lines, "cdn_requests_total", tier, "result=\"miss\"")).isPositive();
            assertThat(value(lines, "cdn_request_seconds_count", tier)).isPositive();
            assertThat(value(lines, "cdn_request_seconds_sum", tier)).isPositive();
            assertThat(value(lines, "cdn_request_seconds_bucket", tier, "le=\"10.0\""))
                .isPositive();
            assertThat(value(lines, "cdn_cache_bytes", tier)).isPositive();
            assertThat(value(lines, "cdn_cache_objects", tier)).isPositive();
          }
          assertThat(value(lines, "event_loop_lag_seconds_count", "")).isPositive();
          assertThat(value(lines, "cdn_origin_requests_total", "")).isPositive();
          assertThat(value(lines, "cdn_coalesced_total", "")).isNotNegative();
          assertThat(value(lines, "cdn_cache_direct_bytes", "")).isNotNegative();
        });
  }

  private static double value(List<String> lines, String name, String tier, String... labels) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> tier.isEmpty() || line.contains("tier=\"" + tier + "\""))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " of " + tier));
  }

  /** The last span that has the tier; spans are longer than the test. */
  private static JsonObject sum(JsonObject report, String tier) {
    return objects(report.getJsonArray("spans")).stream()
        .map(span -> span.getJsonObject("tiers").getJsonObject(tier))
        .filter(counts -> counts != null)
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("nothing of " + tier));
  }

  private static String owner(JsonObject ring, String tier) {
    return tier(ring, tier).getString("owner");
  }

  private static String ifLeft(JsonObject ring, String tier, String node) {
    return tier(ring, tier).getJsonObject("ifLeft").getString(node);
  }

  private static JsonObject tier(JsonObject ring, String tier) {
    return objects(ring.getJsonArray("owners")).stream()
        .filter(owner -> owner.getString("tier").equals(tier))
        .findAny()
        .orElseThrow();
  }

  private static String health(String node) throws Exception {
    return node(node).getString("health");
  }

  private static URI edge(String name) throws Exception {
    return URI.create(node(name).getJsonArray("urls").getString(0));
  }

  private static JsonObject node(String name) throws Exception {
    return objects(json(get("/v1/topology")).getJsonArray("nodes")).stream()
        .filter(node -> node.getString("name").equals(name))
        .findAny()
        .orElseThrow();
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return get(service.url().resolve(path));
  }

  private static HttpResponse<String> get(URI url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(url).timeout(ANSWER_MAX).build(), BodyHandlers.ofString());
  }

  private static int post(String path, String key) throws Exception {
    var request =
        HttpRequest.newBuilder(service.url().resolve(path))
            .timeout(ANSWER_MAX)
            .POST(BodyPublishers.noBody());
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
