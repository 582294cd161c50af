package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedKafkaIT {
  private static final int ANSWER_TIME_MAX_S = 15;
  private static final String TOPIC = "kept";

  private Path folder;
  private EmbeddedKafka kafka;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary.resolve("kafka");
    kafka = EmbeddedKafka.start(folder);
    try (Admin admin = Admin.create(settings())) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(ANSWER_TIME_MAX_S, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  void close() {
    kafka.close();
  }

  @Test
  void start_new_isTheKafkaOfThisBuild() {
    assertThat(kafka.version()).isEqualTo("4.3.1");
    assertThat(kafka.url()).isEqualTo("127.0.0.1:" + kafka.port());
  }

  @Test
  void stop_thenRestart_isTheSameAgain() throws Exception {
    send("before the restart");
    String url = kafka.url();
    kafka.stop();
    kafka.restart();
    assertThat(kafka.url()).isEqualTo(url);
    assertThat(received()).contains("before the restart");
  }

  @Test
  void close_thenStart_keepsTheRecordsOnAnotherPort() throws Exception {
    send("before the close");
    int port = kafka.port();
    kafka.close();
    kafka = EmbeddedKafka.start(folder);
    assertThat(kafka.port()).isNotEqualTo(port);
    assertThat(received()).contains("before the close");
  }

  @Test
  void send_topicUnknown_isNotMadeUp() {
    Map<String, Object> settings = settings();
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> send(producer, "misspelt", "lost"))
          .withMessageContaining("misspelt not present");
    }
  }

  private void send(String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
      send(producer, TOPIC, value);
    }
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, value)).get(ANSWER_TIME_MAX_S, TimeUnit.SECONDS);
  }

  /** As a member of a group, so that the topic of the offsets is made, and kept, too. */
  private List<String> received() {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      consumer
          .poll(Duration.ofSeconds(ANSWER_TIME_MAX_S))
          .forEach(record -> values.add(record.value()));
    }
    return values;
  }

  private Map<String, Object> settings() {
    return new HashMap<>(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.url(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "group-" + System.nanoTime(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest"));
  }
}
