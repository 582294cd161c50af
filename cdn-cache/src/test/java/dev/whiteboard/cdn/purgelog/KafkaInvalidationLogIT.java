package dev.whiteboard.cdn.purgelog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.InvalidationLog.Slice;
import dev.whiteboard.cdn.purge.LogAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@NeedsStack(Server.KAFKA)
final class KafkaInvalidationLogIT {
  private static final Duration TIME_TO_LIVE = Duration.ofHours(36);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestStack stack;
  private final AtomicInteger strangers = new AtomicInteger();

  KafkaInvalidationLogIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void append_several_haveSequencesFromOneAndAreReadInOrder() {
    try (var log = open("order")) {
      var appended = new ArrayList<Invalidation>();
      for (var i = 0; i < 20; i++) {
        appended.add(answer(log.append(draft(i))));
      }

      assertThat(appended).extracting(Invalidation::sequence).startsWith(1L, 2L).endsWith(20L);
      assertThat(answer(log.end()).sequence()).isEqualTo(20);
      assertThat(answer(log.read(1, 100)).invalidations()).isEqualTo(appended);
      var part = answer(log.read(5, 3));
      assertThat(part.invalidations()).isEqualTo(appended.subList(4, 7));
      assertThat(part.through()).isEqualTo(7);
    }
  }

  @Test
  void append_manyAtOnce_haveEachASequenceOfItsOwn() {
    try (var log = open("burst")) {
      var appends = new ArrayList<CompletionStage<Invalidation>>();
      for (var i = 0; i < 500; i++) {
        appends.add(log.append(draft(i)));
      }

      assertThat(appends.stream().map(KafkaInvalidationLogIT::answer).map(Invalidation::sequence))
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
    }
  }

  @Test
  void read_strangersBetween_areSkippedAndCounted() throws Exception {
    try (var log = open("strangers")) {
      answer(log.append(draft(1)));
      write("strangers", new byte[] {9, 9, 9});
      write("strangers", new byte[0]);
      answer(log.append(draft(2)));

      var slice = answer(log.read(1, 100));

      assertThat(slice.invalidations()).extracting(Invalidation::sequence).containsExactly(1L, 4L);
      assertThat(slice.through()).isEqualTo(4);
      assertThat(strangers).hasValue(2);
    }
  }

  @Test
  void read_recordsExpired_saysWhereItBegins() throws Exception {
    try (var log = open("expired")) {
      for (var i = 0; i < 5; i++) {
        answer(log.append(draft(i)));
      }
      try (var admin = admin()) {
        var partition = new TopicPartition(name("expired"), 0);
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(3))).all().get();
      }

      var slice = answer(log.read(1, 100));

      assertThat(slice.first()).isEqualTo(4);
      assertThat(slice.invalidations()).extracting(Invalidation::sequence).containsExactly(4L, 5L);
    }
  }

  @Test
  void read_pastTheEnd_isEmpty() {
    try (var log = open("past")) {
      answer(log.append(draft(1)));

      var slice = answer(log.read(50, 10));

      assertThat(slice.invalidations()).isEmpty();
      assertThat(slice.through()).isEqualTo(1);
    }
  }

  @Test
  void topic_made_hasOnePartitionAndKeepsForTheTimeToLive() throws Exception {
    try (var log = open("made");
        var admin = admin()) {
      answer(log.end());
      var name = name("made");
      var described =
          requireNonNull(admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      var config =
          requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));

      assertThat(described.partitions()).hasSize(1);
      assertThat(config.get(TopicConfig.RETENTION_MS_CONFIG).value())
          .isEqualTo("" + TIME_TO_LIVE.toMillis());
    }
  }

  @Test
  void end_topicMadeAnew_hasAnotherHistory() throws Exception {
    try (var log = open("anew");
        var admin = admin()) {
      answer(log.append(draft(1)));
      var before = answer(log.end());
      admin.deleteTopics(List.of(name("anew"))).all().get();
      await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(name("anew")));

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> answer(log.end()).history() != before.history());
      assertThat(answer(log.end()).sequence()).isZero();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> answer(log.append(draft(2))).sequence() == 1);
    }
  }

  @Test
  void append_kafkaAway_failsInTime() {
    try (var log = log("127.0.0.1:1", "away")) {
      assertThatThrownBy(() -> answer(log.append(draft(1))))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(LogAwayException.class);
      assertThatThrownBy(() -> answer(log.read(1, 1))).hasCauseInstanceOf(LogAwayException.class);
    }
  }

  @Test
  void append_closed_fails() {
    var log = open("closed");
    log.close();

    assertThatThrownBy(() -> answer(log.append(draft(1))))
        .hasCauseInstanceOf(LogAwayException.class);
    assertThatThrownBy(() -> answer(log.end())).hasCauseInstanceOf(LogAwayException.class);
  }

  /** Read by a control plane that starts, of what another has written. */
  @Test
  void read_byAnother_isTheSame() {
    Slice first;
    try (var log = open("another")) {
      answer(log.append(draft(1)));
      first = answer(log.read(1, 10));
    }
    try (var log = open("another")) {
      assertThat(answer(log.read(1, 10))).isEqualTo(first);
    }
  }

  private KafkaInvalidationLog open(String name) {
    return log(stack.kafkaBootstrapServers(), name);
  }

  private KafkaInvalidationLog log(String servers, String name) {
    var topic = new PurgeTopic(servers, name(name), TIME_TO_LIVE);
    return new KafkaInvalidationLog(topic, System::nanoTime, strangers::incrementAndGet);
  }

  private String name(String name) {
    return stack.topicPrefix() + name;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()));
  }

  private void write(String name, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(name(name), 0, null, value)).get();
    }
  }

  private static Invalidation draft(int number) {
    return new Invalidation(
        0,
        "i-" + number,
        new Target.Urls(Set.of("https://example.com/" + number)),
        false,
        Priority.NORMAL,
        Instant.ofEpochMilli(number),
        TIME_TO_LIVE);
  }

  private static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
  }
}
