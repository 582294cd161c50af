package dev.whiteboard.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a broker that is there, and on none. */
@Timeout(60)
final class KafkaTopicIT {
  private static final Duration RETENTION = Duration.ofHours(36);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Two seconds more than a call may take: the machine may be busy. */
  private static final Duration CALL_MAX = Duration.ofSeconds(3);

  /** A port that nobody listens on. */
  private static final String NOWHERE = "127.0.0.1:1";

  private static EmbeddedKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start(@TempDir Path folder) {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    admin = Admin.create(Map.of("bootstrap.servers", kafka.url()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @Test
  void ensure_none_makesItAsItIsToBe() throws Exception {
    try (var topic = topic("made")) {
      ensure(topic);

      assertThat(partitions("made")).isEqualTo(3);
      assertThat(config("made", TopicConfig.RETENTION_MS_CONFIG))
          .isEqualTo("" + RETENTION.toMillis());
      assertThat(config("made", TopicConfig.RETENTION_BYTES_CONFIG)).isEqualTo("-1");
    }
  }

  @Test
  void ensure_there_leavesItAsItIs() throws Exception {
    try (var first = topic("there");
        var other = new KafkaTopic(kafka.url(), "there", 5, Duration.ofDays(1))) {
      ensure(first);
      ensure(other);

      assertThat(partitions("there")).isEqualTo(3);
      assertThat(other.id()).isEqualTo(first.id());
    }
  }

  @Test
  void id_madeAnew_isAnother() throws Exception {
    try (var topic = topic("anew")) {
      ensure(topic);
      var before = topic.id();
      admin.deleteTopics(List.of("anew")).all().get();
      await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains("anew"));

      ensure(topic);

      await().atMost(SOON).ignoreExceptions().until(() -> !topic.id().equals(before));
    }
  }

  @Test
  void id_none_isRefused() {
    try (var topic = topic("none")) {
      assertThatExceptionOfType(KafkaException.class).isThrownBy(topic::id);
    }
  }

  @Test
  void calls_kafkaAway_failInTime() {
    try (var topic = new KafkaTopic(NOWHERE, "away", 1, RETENTION)) {
      var startedNanos = System.nanoTime();

      assertThatExceptionOfType(KafkaException.class).isThrownBy(topic::ensure);
      assertThatExceptionOfType(KafkaException.class).isThrownBy(topic::id);
      assertThatThrownBy(topic::ping).isInstanceOf(Exception.class);
      assertThat(Duration.ofNanos(System.nanoTime() - startedNanos))
          .isLessThan(CALL_MAX.multipliedBy(3));
    }
  }

  @Test
  void ping_kafkaThere_isAnswered() {
    try (var topic = topic("pinged")) {
      await().atMost(SOON).untilAsserted(topic::ping);
    }
  }

  @Test
  void calls_closed_areRefused() {
    var topic = topic("closed");
    topic.close();

    assertThatExceptionOfType(KafkaException.class).isThrownBy(topic::ensure);
  }

  private static KafkaTopic topic(String name) {
    return new KafkaTopic(kafka.url(), name, 3, RETENTION);
  }

  /**
   * The first call connects, which may take a busy machine longer than a call may; and the broker
   * hears of what it made a moment later.
   */
  private static void ensure(KafkaTopic topic) {
    await().atMost(SOON).ignoreException(KafkaException.class).untilAsserted(topic::ensure);
    await().atMost(SOON).ignoreException(KafkaException.class).until(topic::id, Objects::nonNull);
  }

  private static int partitions(String name) throws InterruptedException, ExecutionException {
    var described = admin.describeTopics(List.of(name)).topicNameValues().values();
    return described.iterator().next().get().partitions().size();
  }

  private static String config(String name, String key)
      throws InterruptedException, ExecutionException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    var configs = admin.describeConfigs(List.of(resource)).values().values();
    return configs.iterator().next().get().get(key).value();
  }
}
