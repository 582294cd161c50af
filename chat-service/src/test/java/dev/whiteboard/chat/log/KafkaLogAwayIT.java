package dev.whiteboard.chat.log;

import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server goes while messages are sent through Kafka: what was told as stored is there, once. */
final class KafkaLogAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int SENDERS = 24;
  private static final int CHATS = 6;

  private static EmbeddedKafka kafka;
  private static EmbeddedPostgres postgres;
  private static Database database;
  private static LogTopics topics;
  private static List<KafkaLog> nodes;

  @BeforeAll
  static void start(@TempDir Path folder) {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
    database = LogDatabase.open(DatabaseUrl.parse(postgres.url()), "chat", "");
    database.migrate("db/chat");
    topics = new LogTopics(kafka.url(), "chat.");
    nodes = List.of(node(), node());
  }

  private static KafkaLog node() {
    return new KafkaLog(
        new KafkaLog.Parts(database, database, topics, "chat.sequencer", UUID.randomUUID()),
        InstantSource.system(),
        _ -> {});
  }

  @AfterAll
  static void stop() {
    nodes.forEach(KafkaLog::close);
    topics.close();
    database.close();
    postgres.close();
    kafka.close();
  }

  @Test
  void append_whileKafkaIsStoppedAndComesBack_eachMessageIsThereOnce() throws Exception {
    sendWhileAway(kafka);
  }

  @Test
  void append_whilePostgresIsStoppedAndComesBack_eachMessageIsThereOnce() throws Exception {
    sendWhileAway(postgres);
  }

  private static void sendWhileAway(EmbeddedServer server) throws Exception {
    var senders = PersistentSenders.start(new ChatRows(database), nodes, SENDERS, CHATS);
    awaitTrue(() -> senders.stored() > 300);
    server.stop();
    server.restart();
    var before = senders.stored();
    awaitTrue(() -> senders.stored() > before + 300);
    senders.finish();

    senders.assertAllThereOnce(nodes.getFirst());
  }

  private static void awaitTrue(BooleanSupplier condition) {
    await().atMost(WITHIN).until(condition::getAsBoolean);
  }
}
