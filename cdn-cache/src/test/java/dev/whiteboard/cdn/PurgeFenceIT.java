package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.HeldOrigin.At;
import dev.whiteboard.cdn.PurgeWorld.Answer;
import dev.whiteboard.cdn.world.CdnNode;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is on its way down while it is purged never comes back: not on the edge that asked, nor on
 * any tier between.
 */
@NeedsStack(Server.KAFKA)
final class PurgeFenceIT {
  private static final int RACES = 200;
  private static final List<String> STRATEGIES = List.of("flood", "tree", "gossip");

  private static PurgeWorld world;
  private static ExecutorService threads;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    threads = Executors.newVirtualThreadPerTaskExecutor();
    world =
        PurgeWorld.start(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
                "CDN_KAFKA_PREFIX", stack.topicPrefix()));
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
    threads.shutdownNow();
  }

  static Stream<Arguments> wishes() {
    return Stream.of(At.values())
        .flatMap(at ->
            Stream.of("urls", "tags", "prefix")
                .flatMap(
                    target -> Stream.of(true, false).map(soft -> Arguments.of(at, target, soft))));
  }

  /** All four tiers wait for the same answer of the origin, which is old before it comes. */
  @ParameterizedTest
  @MethodSource("wishes")
  void fill_purgedMeanwhile_isKeptOnNoTier(At at, String target, boolean soft) throws Exception {
    var path = "/held/" + at + target + soft;
    List<Future<Answer>> asked;
    int version;
    try (var hold = world.origin().hold(path, at)) {
      asked = askEverywhere(path);
      await().atMost(PurgeWorld.SOON).until(() -> hold.waiting() == 1);
      version = world.origin().change(path);
      world.invalidate(wish(target, path).put("soft", soft));
    }
    for (var answer : asked) {
      assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    assertThat(world.isKeptBefore(path, version)).isFalse();
    for (var edge : world.edges()) {
      assertThat(world.get(edge, path).version()).isEqualTo(version);
    }
    assertThat(world.isKeptBefore(path, version)).isFalse();
  }

  /** Who asks after the purge does not wait for an answer from before it. */
  @ParameterizedTest
  @MethodSource("wishes")
  void ask_afterThePurge_isNotGivenTheFillFromBefore(At at, String target, boolean soft)
      throws Exception {
    var path = "/after/" + at + target + soft;
    try (var hold = world.origin().hold(path, at)) {
      var before = askEverywhere(path);
      await().atMost(PurgeWorld.SOON).until(() -> hold.waiting() == 1);
      var version = world.origin().change(path);
      world.invalidate(wish(target, path).put("soft", soft));

      var after = askEverywhere(path);
      await().atMost(PurgeWorld.SOON).until(() -> hold.waiting() == 2);
      hold.release();

      for (var answer : after) {
        assertThat(answer.get(30, TimeUnit.SECONDS).version()).isEqualTo(version);
      }
      for (var answer : before) {
        assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
      assertThat(world.isKeptBefore(path, version)).isFalse();
    }
  }

  /** Clients ask all the time, at every edge, while the page changes and is purged. */
  @Test
  void purge_manyTimesUnderLoad_nobodySeesWhatWasPurgedBefore() throws Exception {
    var path = "/race/page";
    var purged = new AtomicInteger();
    var over = new AtomicBoolean();
    var clients = new ArrayList<Future<Integer>>();
    for (var edge : world.edges()) {
      clients.add(threads.submit(() -> watch(edge, path, purged, over)));
    }
    try {
      for (var i = 0; i < RACES; i++) {
        var version = world.origin().change(path);
        var wish = wish(List.of("urls", "tags", "prefix").get(i % 3), path);
        world.invalidate(wish.put("strategy", STRATEGIES.get(i / 3 % 3)).put("soft", i % 2 == 0));
        purged.set(version);
      }
    } finally {
      over.set(true);
    }

    for (var client : clients) {
      assertThat(client.get(30, TimeUnit.SECONDS)).isPositive();
    }
  }

  private static int watch(CdnNode edge, String path, AtomicInteger purged, AtomicBoolean over) {
    var answers = 0;
    while (!over.get()) {
      var atLeast = purged.get();
      assertThat(world.get(edge, path).version())
          .as("at %s, answer %s", edge.spec().name(), answers)
          .isGreaterThanOrEqualTo(atLeast);
      answers++;
    }
    return answers;
  }

  private static List<Future<Answer>> askEverywhere(String path) {
    return world.edges().stream()
        .<Future<Answer>>map(
            edge -> CompletableFuture.supplyAsync(() -> world.get(edge, path), threads))
        .toList();
  }

  private static JsonObject wish(String target, String path) {
    return switch (target) {
      case "urls" -> new JsonObject().put("urls", new JsonArray().add(PurgeWorld.url(path)));
      case "tags" -> new JsonObject().put("tags", new JsonArray().add(path.split("/", -1)[1]));
      default -> new JsonObject().put("prefix", PurgeWorld.url(path));
    };
  }
}
