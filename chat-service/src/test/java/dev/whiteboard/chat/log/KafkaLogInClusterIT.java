package dev.whiteboard.chat.log;

import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.ContainerKafkaCluster;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.ServerCluster;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A Kafka cluster of three, by nothing but other bootstrap servers: brokers are killed one by one
 * while messages are sent through it, and what was told as stored is there, once.
 */
@NeedsStack(Server.POSTGRES)
@EnabledIfSystemProperty(
    named = "stack",
    matches = "containers",
    disabledReason = "three brokers are three containers")
@Timeout(600)
final class KafkaLogInClusterIT {
  /** A broker that says nothing is given up after nine seconds, and then another takes over. */
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private static final int SENDERS = 24;
  private static final int CHATS = 6;

  private static ServerCluster kafka;
  private static Database database;
  private static LogTopics topics;
  private static List<KafkaLog> nodes;

  @BeforeAll
  static void start(TestStack stack) {
    kafka = ContainerKafkaCluster.start();
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
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
    kafka.close();
  }

  @Test
  void append_eachBrokerKilledOnce_eachMessageIsThereOnce() throws Exception {
    var senders = PersistentSenders.start(new ChatRows(database), nodes, SENDERS, CHATS);
    awaitMore(senders);
    for (var i = 0; i < ServerCluster.SIZE; i++) {
      kafka.stop(i);
      awaitMore(senders); // two brokers of three are enough
      kafka.restart(i);
      awaitMore(senders);
    }
    senders.finish();

    senders.assertAllThereOnce(nodes.getFirst());
  }

  private static void awaitMore(PersistentSenders senders) {
    var before = senders.stored();
    await().atMost(WITHIN).until(() -> senders.stored() > before + 300);
  }
}
