package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invalidations from the outside: the small world, real HTTP between all, a real log. */
@NeedsStack(Server.KAFKA)
final class PurgeIT {
  private static final Logger log = LoggerFactory.getLogger(PurgeIT.class);
  private static final List<String> STRATEGIES = List.of("flood", "tree", "gossip");
  private static final int MEASURED = 100;

  /** Of a quiet machine it is 1 s, and a loaded one is given more. */
  private static final Duration P99_MAX = Duration.ofSeconds(5);

  private static PurgeWorld world;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    world =
        PurgeWorld.start(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
                "CDN_KAFKA_PREFIX", stack.topicPrefix()));
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  static Stream<Arguments> wishes() {
    var targets =
        List.of(
            new JsonObject().put("urls", new JsonArray().add(PurgeWorld.url("/one/page"))),
            new JsonObject().put("tags", new JsonArray().add("one")),
            new JsonObject().put("prefix", PurgeWorld.url("/one/")));
    return STRATEGIES.stream()
        .flatMap(strategy ->
            targets.stream()
                .flatMap(target ->
                    Stream.of(true, false)
                        .map(soft ->
                            Arguments.of(
                                target.copy().put("strategy", strategy).put("soft", soft)))));
  }

  @ParameterizedTest
  @MethodSource("wishes")
  void post_anyTargetByAnyStrategy_meetsItEverywhereAndNothingElse(JsonObject wish) {
    world.fill("/one/page");
    world.fill("/two/page");
    var others = world.origin().asked("/two/page");
    var version = world.origin().change("/one/page");

    var spread = world.invalidate(wish);

    assertThat(spread.getString("strategy")).isEqualTo(wish.getString("strategy"));
    assertThat(spread.getJsonObject("applied").fieldNames()).hasSize(world.nodes().size());
    assertThat(world.isKeptBefore("/one/page", version)).isEqualTo(wish.getBoolean("soft"));
    for (var edge : world.edges()) {
      assertThat(world.get(edge, "/one/page").version()).isEqualTo(version);
      assertThat(world.get(edge, "/two/page").fields().get("cache-status")).contains("; hit");
    }
    assertThat(world.origin().asked("/two/page")).isEqualTo(others);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void post_urlWithVariants_meetsAll(boolean soft) {
    var version = world.origin().change("/vary/page");
    world.fill("/vary/page", "accept-language", "de");
    world.fill("/vary/page", "accept-language", "en");
    var newer = world.origin().change("/vary/page");

    world.invalidate(urls("/vary/page").put("soft", soft));

    assertThat(newer).isGreaterThan(version);
    for (var edge : world.edges()) {
      for (var language : List.of("de", "en")) {
        var answer = world.get(edge, "/vary/page", "accept-language", language);
        assertThat(answer.version()).isEqualTo(newer);
        assertThat(answer.body().toString()).endsWith(language);
      }
    }
  }

  /** What did not change is validated, and its bytes don't go over the wire again. */
  @Test
  void post_softAndUnchanged_isValidatedUpToTheOrigin() {
    world.fill("/soft/page");
    var before = world.origin().asked("/soft/page");

    world.invalidate(urls("/soft/page").put("soft", true));

    var answer = world.get(world.edges().getFirst(), "/soft/page");
    assertThat(answer.body().toString()).startsWith("version");
    assertThat(answer.fields().get("cache-status")).contains("fwd-status=304");
    assertThat(world.origin().asked("/soft/page")).isEqualTo(before + 1);
    world.fill("/soft/page");
    assertThat(world.origin().asked("/soft/page")).isEqualTo(before + 1);
  }

  /** One tag takes nothing of another's entries, and nothing is left of what is gone. */
  @Test
  void post_oneTagOfSeveral_leavesTheIndexWhole() {
    world.fill("/left/page");
    world.fill("/right/page");
    world.invalidate(tags("left"));
    assertThat(world.nodes()).noneMatch(node -> !world.kept(node, "/left/page").isEmpty());
    assertThat(world.edges()).allMatch(node -> !world.kept(node, "/right/page").isEmpty());

    world.invalidate(tags("right"));
    assertThat(world.nodes()).noneMatch(node -> !world.kept(node, "/right/page").isEmpty());

    world.fill("/left/page");
    world.invalidate(tags("all"));
    for (var node : world.nodes()) {
      assertThat(node.store().size()).isZero();
      assertThat(node.store().bytes()).isZero();
    }
  }

  @Test
  void post_hundredInTurn_areEverywhereInTime() {
    var millis = new ArrayList<Long>();
    for (var i = 0; i < MEASURED; i++) {
      var strategy = STRATEGIES.get(i % STRATEGIES.size());
      var spread = world.invalidate(urls("/timed/" + i).put("strategy", strategy));
      millis.add(tookMillis(spread));
    }
    millis.sort(Long::compare);
    var p99 = millis.get(MEASURED * 99 / 100 - 1);
    log.atInfo()
        .addKeyValue("p50Millis", millis.get(MEASURED / 2 - 1))
        .addKeyValue("p99Millis", p99)
        .addKeyValue("maxMillis", millis.getLast())
        .log("from accepted to applied by all {} nodes", world.nodes().size());

    assertThat(Duration.ofMillis(p99)).isLessThan(P99_MAX);
    assertThat(metric("cdn_invalidation_seconds_count")).isGreaterThanOrEqualTo(MEASURED);
    assertThat(metric("cdn_invalidation_seconds_bucket{le=\"1.0\"}")).isPositive();
  }

  private static long tookMillis(JsonObject spread) {
    var accepted = Instant.parse(spread.getString("acceptedAt"));
    return spread.getJsonObject("applied").stream()
        .map(node -> Instant.parse((String) node.getValue()))
        .mapToLong(at -> Duration.between(accepted, at).toMillis())
        .max()
        .orElseThrow();
  }

  private static double metric(String name) {
    return world
        .control(HttpMethod.GET, "/metrics", Buffer.buffer())
        .body()
        .toString()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                               | urls",
        "{\"urls\":[\"no url\"]}                          | urls",
        "{\"urls\":\"http://a/\"}                         | urls",
        "{\"urls\":[\"http://a/\"],\"tags\":[\"a\"]}      | urls",
        "{\"tags\":[\"a,b\"]}                             | tags",
        "{\"tags\":[7]}                                   | tags",
        "{\"prefix\":\"/path\"}                           | prefix",
        "{\"tags\":[\"a\"],\"soft\":\"yes\"}              | soft",
        "{\"tags\":[\"a\"],\"priority\":\"high\"}         | priority",
        "{\"tags\":[\"a\"],\"strategy\":\"shout\"}        | strategy",
        "{\"tags\":[\"a\"],\"other\":1}                   | other",
        "{\"urls\":[],\"priority\":\"x\",\"soft\":3}      | urls priority soft"
      })
  void post_badField_isNamed(String body, String fields) {
    var answer = world.control(HttpMethod.POST, "/v1/invalidations", Buffer.buffer(body));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("field")))
        .containsExactlyInAnyOrder(fields.split(" "));
  }

  @Test
  void post_withoutStrategy_saysWhichAndWhy() {
    var answer = world.post(tags("none"));

    assertThat(STRATEGIES).contains(answer.getString("strategy"));
    assertThat(answer.getString("why")).isNotBlank();
    world.awaitComplete(answer.getString("id"));
    var latest = world.control(HttpMethod.GET, "/v1/invalidations", Buffer.buffer()).json();
    assertThat(latest.getJsonArray("invalidations").getJsonObject(0).getString("id"))
        .isEqualTo(answer.getString("id"));
  }

  @Test
  void get_unknown_is404() {
    assertThat(world.control(HttpMethod.GET, "/v1/invalidations/x", Buffer.buffer()).status())
        .isEqualTo(404);
  }

  @Test
  void purge_atAnEdge_isForAdminsAndGoesThroughTheLog() {
    var purge = HttpMethod.valueOf("PURGE");
    var edge = world.edges().getLast();
    world.fill("/edge/page");
    var version = world.origin().change("/edge/page");

    assertThat(world.edge(edge, purge, "/edge/page").status()).isEqualTo(405);
    assertThat(world.edge(edge, purge, "/edge/page", "authorization", "Bearer x").status())
        .isEqualTo(403);
    assertThat(world.get(edge, "/edge/page").version()).isLessThan(version);
    var answer =
        world.edge(edge, purge, "/edge/page", "authorization", "Bearer " + PurgeWorld.ADMIN_KEY);

    assertThat(answer.status()).isEqualTo(202);
    world.awaitComplete(answer.json().getString("id"));
    for (var each : world.edges()) {
      assertThat(world.get(each, "/edge/page").version()).isEqualTo(version);
    }
  }

  @Test
  void node_off_hearsWhatItMissedBeforeItServes() {
    for (var name : List.of("edge-eu-1", "regional-eu", "central", "shield")) {
      world.fill("/off/page");
      turn(name, "down");
      var version = world.origin().change("/off/page");
      var id = world.accept(urls("/off/page"));
      await()
          .atMost(PurgeWorld.SOON)
          .until(() -> world.spread(id).getJsonArray("missing").equals(new JsonArray().add(name)));

      turn(name, "up");

      for (var edge : world.edges()) {
        assertThat(world.get(edge, "/off/page").version()).as("after %s", name).isEqualTo(version);
      }
      world.awaitComplete(id);
      assertThat(world.isKeptBefore("/off/page", version)).isFalse();
      await().atMost(PurgeWorld.SOON).until(world::isJoined);
    }
  }

  /** It hears nothing, and knows that. */
  @Test
  void edge_deaf_validatesWhatItHas() {
    var edge = world.node("edge-us-1");
    world.fill("/deaf/page");
    edge.purges().sleep();
    var version = world.origin().change("/deaf/page");
    var id = world.accept(urls("/deaf/page"));
    await().atMost(PurgeWorld.SOON).until(() -> !edge.purges().isCurrent());

    assertThat(world.kept(edge, "/deaf/page")).isNotEmpty();
    assertThat(world.get(edge, "/deaf/page").version()).isEqualTo(version);

    edge.purges().wake();
    world.awaitComplete(id);
  }

  private static void turn(String node, String way) {
    var path = "/v1/nodes/" + node + "/" + way;
    assertThat(world.control(HttpMethod.POST, path, Buffer.buffer()).status())
        .as(path)
        .isEqualTo(200);
  }

  private static JsonObject urls(String path) {
    return new JsonObject().put("urls", new JsonArray().add(PurgeWorld.url(path)));
  }

  private static JsonObject tags(String tag) {
    return new JsonObject().put("tags", new JsonArray().add(tag));
  }
}
