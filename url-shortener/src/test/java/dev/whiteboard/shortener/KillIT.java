package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.shortener.click.ClickFlood;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed with SIGKILL: what it had acknowledged to count is counted, and once. */
@NeedsStack({Server.POSTGRES, Server.REDIS})
@Timeout(180)
final class KillIT {
  /** A partition changes hands 10 s after its counter fell silent. */
  private static final Duration COUNTED_WITHIN = Duration.ofSeconds(45);

  private static final String CLICK_EVENTS = "shortener_click_events_total";

  @TempDir private Path folder;
  private EmbeddedKafka kafka;
  private Map<String, String> settings;

  @BeforeEach
  void start(TestStack stack) {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    settings =
        Map.of(
            "DATABASE_URL", stack.databaseUrl(),
            "REDIS_URL", stack.redisUrl(),
            "SHORTENER_REDIS_PREFIX", stack.redisKeyPrefix(),
            "KAFKA_BOOTSTRAP_SERVERS", kafka.url(),
            "SHORTENER_KAFKA_PREFIX", "kill.");
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  /** The other node lives all the time: it redirects, and takes over what the dead one left. */
  @Test
  void nodeIsKilledWhileItCounts_everyVisitCountsOnce() throws Exception {
    try (var living = TestNode.start(settings)) {
      var link = living.shorten("https://example.com/kill");
      try (var flood = new ClickFlood(settings, link.getString("code"))) {
        var redirected = 0;
        try (var counter = TestNode.startProcess(settings)) {
          redirected += floodUntilItCounts(counter, flood, living, link);
          counter.kill();
        }
        redirected += rounds(20, flood, living, link);
        try (var _ = TestNode.startProcess(settings)) {
          redirected += rounds(20, flood, living, link);

          awaitVisits(living, link, flood.sent() + redirected);
        }
      }
    }
  }

  @Test
  void nodeIsKilledWhileKafkaIsAway_whatItSpooledCountsOnce() throws Exception {
    var spooling = spooling();
    JsonObject link;
    try (var node = TestNode.startProcess(spooling)) {
      link = node.shorten("https://example.com/spool");
      visit(node, link, 20);
      awaitVisits(node, link, 20);
      kafka.stop();
      visit(node, link, 300);
      await().atMost(COUNTED_WITHIN).until(() -> node.metric(CLICK_EVENTS, "spooled") >= 300);
      node.kill();
    }

    try (var next = TestNode.startProcess(spooling)) {
      visit(next, link, 10);
      kafka.restart();

      awaitVisits(next, link, 330);
      assertThat(next.metric(CLICK_EVENTS, "dropped")).isZero();
    }
  }

  /** Those of the last moments, which were in no file yet, are all that is lost. */
  @Test
  void nodeIsKilledRightAfterVisits_atMostTheseAreLost_noneCountsTwice() throws Exception {
    var spooling = spooling();
    JsonObject link;
    try (var node = TestNode.startProcess(spooling)) {
      link = node.shorten("https://example.com/last");
      kafka.stop();
      visit(node, link, 200);
      await().atMost(COUNTED_WITHIN).until(() -> node.metric(CLICK_EVENTS, "spooled") >= 200);
      visit(node, link, 50);
      node.kill();
    }

    try (var next = TestNode.startProcess(spooling)) {
      kafka.restart();

      await().atMost(COUNTED_WITHIN).until(() -> visits(next, link) >= 200);
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(5))
          .until(() -> visits(next, link) <= 250);
    }
  }

  /** Kafka is back, and took some of the spool: what is sent again is known as sent before. */
  @Test
  void nodeIsKilledWhileItEmptiesItsSpool_everyVisitCountsOnce() throws Exception {
    var spooling = spooling();
    JsonObject link;
    try (var node = TestNode.startProcess(spooling)) {
      link = node.shorten("https://example.com/empty");
      kafka.stop();
      visit(node, link, 500);
      await().atMost(COUNTED_WITHIN).until(() -> node.metric(CLICK_EVENTS, "spooled") >= 500);
      kafka.restart();
      await()
          .atMost(COUNTED_WITHIN)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> node.metric(CLICK_EVENTS, "sent") > 0);
      node.kill();
    }

    try (var next = TestNode.startProcess(spooling)) {
      awaitVisits(next, link, 500);
    }
  }

  private Map<String, String> spooling() {
    var spooling = new HashMap<>(settings);
    spooling.put("SHORTENER_SPOOL_DIR", folder.resolve("spool").toString());
    return spooling;
  }

  /** Returns with clicks in Kafka that it has not counted yet, or counts just now. */
  private static int floodUntilItCounts(
      TestNode counter, ClickFlood flood, TestNode living, JsonObject link) {
    var redirected = 0;
    var end = System.nanoTime() + COUNTED_WITHIN.toNanos();
    while (counter.metric(CLICK_EVENTS, "counted") == 0) {
      assertThat(System.nanoTime()).as("it counts in time").isLessThan(end);
      redirected += rounds(1, flood, living, link);
    }
    return redirected + rounds(20, flood, living, link);
  }

  private static int rounds(int times, ClickFlood flood, TestNode living, JsonObject link) {
    for (var i = 0; i < times; i++) {
      flood.sendRound();
      visit(living, link, 1);
    }
    return times;
  }

  private static void visit(TestNode node, JsonObject link, int times) {
    for (var i = 0; i < times; i++) {
      assertThat(node.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    }
  }

  private static long visits(TestNode node, JsonObject link) {
    return node.stats(link, "").getLong("visits");
  }

  /** As many, and after all has come, no more. */
  private static void awaitVisits(TestNode node, JsonObject link, long visits) {
    await()
        .atMost(COUNTED_WITHIN)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> visits(node, link) >= visits);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(visits(node, link)).isEqualTo(visits));
  }
}
