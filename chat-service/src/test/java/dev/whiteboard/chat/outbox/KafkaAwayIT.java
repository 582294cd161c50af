package dev.whiteboard.chat.outbox;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes: the log goes on, and what waited is told in order once it is back. */
@NeedsStack(Server.POSTGRES)
final class KafkaAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(40);

  private final ChatRows.Sender ada = sender();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir private Path folder;
  private EmbeddedKafka kafka;
  private Database database;
  private PostgresLog log;
  private KafkaTopic topic;
  private OutboxRelay relay;

  @BeforeEach
  void start(TestStack stack) {
    kafka = EmbeddedKafka.start(folder);
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
    database.migrate("db/chat");
    log = new PostgresLog(database, database, InstantSource.system(), _ -> {});
    topic = OutboxTopic.on(kafka.url(), "chat.");
    relay =
        new OutboxRelay(
            Shards.inOrder(List.of(database)),
            topic,
            UUID.randomUUID(),
            InstantSource.system(),
            registry);
  }

  @AfterEach
  void stop() {
    relay.close();
    topic.close();
    log.close();
    database.close();
    kafka.close();
  }

  @Test
  void relay_kafkaStopsAndComesBack_messagesWait_andAreToldInOrder() {
    var chat = new ChatRows(database).chat(ada);
    for (var i = 0; i < 50; i++) {
      assertThat(log.append(ada.says(chat, "" + i)).toCompletableFuture()).succeedsWithin(WITHIN);
    }
    await().atMost(WITHIN).until(() -> outboxRows() == 0);
    await().atMost(WITHIN).until(() -> lagSeconds() == 0);

    kafka.stop();
    for (var i = 50; i < 550; i++) {
      assertThat(log.append(ada.says(chat, "" + i)).toCompletableFuture())
          .succeedsWithin(WITHIN)
          .isInstanceOf(Stored.class);
    }
    assertThat(outboxRows()).isEqualTo(500);
    await().atMost(WITHIN).until(() -> lagSeconds() > 1);
    kafka.restart();

    await().atMost(WITHIN).until(() -> outboxRows() == 0);
    await().atMost(WITHIN).until(() -> lagSeconds() == 0);
    try (var reader = new TopicReader(kafka.url(), topic.name())) {
      await().atMost(WITHIN).until(() -> reader.read(chat).size() == 550);
    }
  }

  private double lagSeconds() {
    return registry.get("chat.outbox.lag").gauge().value();
  }

  private long outboxRows() {
    return database.query(
        handle -> handle.select("SELECT count(*) FROM outbox").mapTo(Long.class).one());
  }
}
