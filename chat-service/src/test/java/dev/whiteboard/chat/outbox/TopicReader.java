package dev.whiteboard.chat.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic from its beginning, as a consumer does that knows repetitions by seq. */
final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<ChatId, List<OutboxRecord>> chats = new HashMap<>();
  private int repetitions;

  TopicReader(String bootstrapServers, String topic) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what is there by now; what comes for the first time has to come in order. */
  List<OutboxRecord> read(ChatId chat) {
    for (var record : consumer.poll(Duration.ofMillis(100))) {
      var message = OutboxCodec.read(record.value());
      assertThat(record.key()).isEqualTo(OutboxCodec.key(message.chat()));
      take(message);
    }
    return chats.getOrDefault(chat, List.of());
  }

  private void take(OutboxRecord message) {
    var ofChat = chats.computeIfAbsent(message.chat(), _ -> new ArrayList<>());
    if (message.seq() <= ofChat.size()) {
      repetitions++;
      return;
    }
    assertThat(message.seq()).isEqualTo(ofChat.size() + 1L);
    ofChat.add(message);
  }

  int repetitions() {
    return repetitions;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
