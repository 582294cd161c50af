package dev.whiteboard.ratelimit.rule;

import static dev.whiteboard.ratelimit.rule.RuleTexts.names;
import static dev.whiteboard.ratelimit.rule.RuleTexts.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and one Redis, which comes and goes. */
final class SharedRulesIT {
  /** On a machine that does nothing else it is a second. */
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(20);

  private static EmbeddedRedis redis;

  private final List<Node> nodes = new ArrayList<>();

  /** A node, as far as its rules go. */
  private record Node(LiveRules live, SharedRules shared, Redis connection) {
    void close() {
      shared.close();
      connection.close();
    }
  }

  @BeforeAll
  static void startRedis(@TempDir Path folder) {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(Node::close);
    try (var connection = Redis.open(redis.url())) {
      await().atMost(SEEN_WITHIN).ignoreExceptions().until(() -> flush(connection));
    }
  }

  @Test
  void put_reachesAllNodes_andThoseThatStart() throws Exception {
    var one = node();
    var two = node();

    put(one, rules("put"));

    awaitRules(two, "put");
    awaitRules(node(), "put");
    put(two, rules("again"));
    awaitRules(one, "again");
  }

  @Test
  void put_noRules_reachesAllNodes() throws Exception {
    var one = node();
    var two = node();

    put(one, List.of());

    awaitRules(two, "");
  }

  @Test
  void start_nobodyPut_keepsToItsOwn() throws Exception {
    assertThat(names(node().live())).isEqualTo("own");
  }

  @Test
  void file_new_reachesAllNodes() throws Exception {
    var one = node();
    var two = nodeWithFile("file");

    awaitRules(one, "file");
    two.shared().takeFile(rules("changed"));
    awaitRules(one, "changed");
  }

  @Test
  void file_thatWasThereBefore_doesNotUndoWhatWasPut() throws Exception {
    var one = nodeWithFile("file");
    put(one, rules("put"));

    awaitRules(nodeWithFile("file"), "put");

    assertThat(names(one.live())).isEqualTo("put");
  }

  @Test
  void file_changedAfterAPut_wins() throws Exception {
    var one = nodeWithFile("file");
    put(one, rules("put"));

    var two = nodeWithFile("changed");

    awaitRules(two, "changed");
    awaitRules(one, "changed");
  }

  @Test
  void file_backToWhatItWas_winsToo() throws Exception {
    var one = nodeWithFile("file");
    put(one, rules("put"));
    one.shared().takeFile(rules("changed"));
    var two = node();
    awaitRules(two, "changed");

    one.shared().takeFile(rules("file"));

    awaitRules(two, "file");
  }

  @Test
  void redisAway_putIsRefused_oldRulesStay_andItComesBack() throws Exception {
    var one = node();
    var two = node();
    put(one, rules("put"));
    awaitRules(two, "put");
    redis.stop();
    try {
      refuses(one, "lost");
      await().atMost(SEEN_WITHIN).until(() -> !one.shared().isInTouch());
      assertThat(names(one.live())).isEqualTo("put");
      assertThat(names(node().live())).isEqualTo("own"); // it starts all the same
    } finally {
      redis.restart();
    }
    nodes.forEach(node -> awaitRules(node, "put"));
    put(one, rules("after"));
    nodes.forEach(node -> awaitRules(node, "after"));
  }

  @Test
  void redisStandsStill_putIsRefusedInTime() throws Exception {
    var one = node();
    redis.pause();
    try {
      refuses(one, "late");
      assertThat(names(one.live())).isEqualTo("own");
    } finally {
      redis.resume();
    }
    await().atMost(SEEN_WITHIN).until(one.shared()::isInTouch);
  }

  @Test
  void file_changedWhileRedisIsAway_holdsHere_andElsewhereOnceItIsBack() throws Exception {
    var one = nodeWithFile("file");
    var two = node();
    awaitRules(two, "file");
    redis.stop();
    try {
      one.shared().takeFile(rules("changed"));
      assertThat(names(one.live())).isEqualTo("changed");
    } finally {
      redis.restart();
    }
    awaitRules(two, "changed");
  }

  @Test
  void redisLostAll_getsTheRulesBack() throws Exception {
    var one = node();
    put(one, rules("put"));

    await().atMost(SEEN_WITHIN).ignoreExceptions().until(() -> flush(one.connection()));

    await().atMost(SEEN_WITHIN).untilAsserted(() -> assertThat(field(one, "text")).contains("put"));
    awaitRules(node(), "put");
  }

  @Test
  void redisHasBadRules_oldOnesStay_toldOnce() throws Exception {
    var one = node();
    put(one, rules("put"));
    set(one, Map.of("text", "- {future: field}", "sha", "other"));

    await().atMost(SEEN_WITHIN).until(() -> one.shared().failures() == 1);
    assertThat(names(one.live())).isEqualTo("put");
    put(one, rules("good"));
    assertThat(names(one.live())).isEqualTo("good");
    assertThat(one.shared().failures()).isEqualTo(1);
  }

  private Node node() throws InterruptedException {
    return start(new LiveRules(rules("own")), false);
  }

  private Node nodeWithFile(String name) throws InterruptedException {
    return start(new LiveRules(rules(name)), true);
  }

  private Node start(LiveRules live, boolean isFile) throws InterruptedException {
    var connection = Redis.open(redis.url());
    var shared = new SharedRules(connection, SharedRules.KEY, live);
    var node = new Node(live, shared, connection);
    nodes.add(node);
    if (isFile) {
      shared.takeFile(live.rules());
    }
    shared.start();
    return node;
  }

  private static boolean flush(Redis connection) throws Exception {
    return connection
        .send(commands -> commands.flushall())
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS)
        .equals("OK");
  }

  private static String field(Node node, String name) throws Exception {
    return String.valueOf(
        node.connection()
            .send(commands -> commands.hget(SharedRules.KEY, name))
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS));
  }

  private static void set(Node node, Map<String, String> fields) {
    await()
        .atMost(SEEN_WITHIN)
        .ignoreExceptions()
        .untilAsserted(() ->
            node.connection()
                .send(commands -> commands.hset(SharedRules.KEY, fields))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS));
  }

  /** On a busy machine an answer may come too late once; to put twice does no harm. */
  private static void put(Node node, List<Rule> rules) {
    await()
        .atMost(SEEN_WITHIN)
        .ignoreException(StoreAwayException.class)
        .untilAsserted(() -> node.shared().put(rules));
    assertThat(node.live().rules()).isEqualTo(rules);
  }

  private static void refuses(Node node, String name) {
    assertThatExceptionOfType(StoreAwayException.class)
        .isThrownBy(() -> node.shared().put(rules(name)));
  }

  private static void awaitRules(Node node, String name) {
    await().atMost(SEEN_WITHIN).until(() -> names(node.live()).equals(name));
  }
}
