package dev.whiteboard.chat.log;

import dev.whiteboard.chat.kafka.KafkaLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the answers to one node's requests, from the moment on at which it started. */
final class AnswerReader implements KafkaLoop.Reader {
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(AnswerReader.class);

  private final TopicPartition partition;
  private final Requests requests;

  /** For these requests. */
  AnswerReader(LogTopics topics, UUID node, Requests requests) {
    this.partition = new TopicPartition(topics.answers().name(), LogTopics.answersOf(node));
    this.requests = requests;
  }

  /** In no group: nobody else is to have this node's answers, and nobody needs them twice. */
  static Map<String, Object> settings(LogTopics topics) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        topics.answers().bootstrapServers(),
        ConsumerConfig.CLIENT_ID_CONFIG,
        topics.answers().name(),
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "latest",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false);
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    consumer.position(partition); // asks where the end is: what comes later is read
    requests.answersAreRead();
  }

  @Override
  public void round(Consumer<byte[], byte[]> consumer) {
    for (var record : consumer.poll(POLL)) {
      take(record.value());
    }
  }

  /** Nothing to do: whoever waits for what was missed asks again. */
  @Override
  public void recover(Consumer<byte[], byte[]> consumer) {}

  private void take(byte[] value) {
    try {
      requests.take(RequestCodec.readAnswer(value));
    } catch (IllegalArgumentException e) {
      log.atError().setCause(e).log("a record that is no answer is passed over");
    }
  }
}
