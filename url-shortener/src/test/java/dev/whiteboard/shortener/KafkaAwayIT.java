package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.whiteboard.shortener.click.ClickBatch;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka stops and comes back: redirects go on, and no click is lost or counted twice. */
@NeedsStack({Server.POSTGRES, Server.REDIS})
final class KafkaAwayIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(40);

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
            "SHORTENER_SPOOL_DIR", folder.resolve("spool").toString());
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void kafkaStopsAndComesBack_everyClickCountsOnce_inOrder() throws Exception {
    try (var node = TestNode.start(settings)) {
      var link = node.shorten("https://example.com/away");
      visit(node, link, 100);
      awaitVisits(node, link, 100);

      kafka.stop();
      visit(node, link, 300);
      await().until(() -> node.metric("shortener_click_events_total", "spooled") >= 300);
      assertThat(node.metric("shortener_spool_bytes", "")).isPositive();
      kafka.restart();
      visit(node, link, 50);

      awaitVisits(node, link, 450);
      assertThat(node.metric("shortener_spool_bytes", "")).isZero();
      assertThat(node.metric("shortener_click_events_total", "dropped")).isZero();
      assertThat(node.metric("shortener_click_events_total", "counted")).isEqualTo(450);
      assertThat(firstArrivals()).allSatisfy((_, moments) -> assertThat(moments).isSorted());
    }
  }

  @Test
  void nodeStartsAgainWhileKafkaIsAway_itsSpoolIsCounted() throws Exception {
    JsonObject link;
    try (var node = TestNode.start(settings)) {
      link = node.shorten("https://example.com/restart");
      visit(node, link, 20);
      awaitVisits(node, link, 20);
      kafka.stop();
      visit(node, link, 30);
    }

    try (var node = TestNode.start(settings)) {
      visit(node, link, 40);
      await().until(() -> node.metric("shortener_click_events_total", "spooled") >= 40);
      kafka.restart();

      awaitVisits(node, link, 90);
      assertThat(node.metric("shortener_click_events_total", "dropped")).isZero();
    }
  }

  @Test
  void kafkaAwayForLongerThanThereIsRoom_redirectsGoOn_theRestIsDroppedAndCounted()
      throws Exception {
    var tight = new HashMap<>(settings);
    tight.put("SHORTENER_SPOOL_MAX", "1048576");
    try (var node = TestNode.start(tight)) {
      var link = node.shorten("https://example.com/full");
      visit(node, link, 1);
      awaitVisits(node, link, 1);
      kafka.stop();

      var sent = 1;
      while (node.metric("shortener_click_events_total", "dropped") == 0) {
        for (var i = 0; i < 200; i++) {
          // A batch holds what 50 ms bring: long user agents fill the spool soon.
          var answer =
              node.get(
                  "/" + link.getString("code"),
                  "User-Agent",
                  "agent " + sent + " " + "x".repeat(240),
                  "Referer",
                  "https://%d.%s/".formatted(sent, "y".repeat(80)));
          assertThat(answer.statusCode()).isEqualTo(302);
          sent++;
        }
      }
      assertThat(node.metric("shortener_spool_max_bytes", "")).isEqualTo(1_048_576);
      assertThat(node.metric("shortener_spool_bytes", "")).isBetween(900_000.0, 1_048_576.0);
      var visits = sent;
      await()
          .until(() ->
              node.metric("shortener_click_events_total", "spooled")
                      + node.metric("shortener_click_events_total", "dropped")
                  >= visits - 1);
      var dropped = (long) node.metric("shortener_click_events_total", "dropped");
      kafka.restart();

      awaitVisits(node, link, visits - dropped);
    }
  }

  private static void visit(TestNode node, JsonObject link, int times) {
    for (var i = 0; i < times; i++) {
      assertThat(node.get("/" + link.getString("code")).statusCode()).isEqualTo(302);
    }
  }

  /** As many, and after all has come, no more. */
  private static void awaitVisits(TestNode node, JsonObject link, long visits) {
    await()
        .atMost(BACK_WITHIN)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> node.stats(link, "").getLong("visits") >= visits);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(BACK_WITHIN)
        .until(() -> node.stats(link, "").getLong("visits"), equalTo(visits));
  }

  /** The moments of all clicks by sender, each where it arrived first. */
  private Map<Long, List<Long>> firstArrivals() {
    var moments = new HashMap<Long, List<Long>>();
    var highest = new HashMap<Long, Long>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.url()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor("shortener.clicks").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var end = consumer.endOffsets(partitions).entrySet();
      while (end.stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          var batch = ClickBatch.read(record.value());
          if (batch.sequence() > highest.getOrDefault(batch.sender(), 0L)) {
            highest.put(batch.sender(), batch.sequence());
            var ofSender = moments.computeIfAbsent(batch.sender(), _ -> new ArrayList<>());
            batch.clicks().forEach(click -> ofSender.add(click.atMillis()));
          }
        }
      }
    }
    return moments;
  }
}
