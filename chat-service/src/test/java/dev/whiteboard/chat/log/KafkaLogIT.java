package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack({Server.POSTGRES, Server.KAFKA})
final class KafkaLogIT extends MessageLogContract {
  private static final Duration WITHIN = Duration.ofSeconds(40);
  private static final CommittedMessages COMMITTED = new CommittedMessages();
  private static final List<KafkaLog> LOGS = new ArrayList<>();

  private static Database database;
  private static LogTopics topics;
  private static String group;

  @BeforeAll
  static void open(TestStack stack) throws Exception {
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
    database.migrate("db/chat");
    topics = new LogTopics(stack.kafkaBootstrapServers(), stack.topicPrefix());
    group = stack.topicPrefix() + "sequencer";
    topics.ensure();
    start(group);
    start(group);
    LOGS.forEach(KafkaLogIT::awaitAnswers);
  }

  private static KafkaLog start(String group) {
    var parts = new KafkaLog.Parts(database, database, topics, group, UUID.randomUUID());
    var log = new KafkaLog(parts, InstantSource.system(), COMMITTED);
    LOGS.add(log);
    return log;
  }

  /** Until the group has shared the partitions out, nobody takes drafts. */
  private static void awaitAnswers(KafkaLog log) {
    var ada = sender();
    var chat = new ChatRows(database).chat(ada);
    var draft = ada.says(chat, "hello");
    await()
        .atMost(WITHIN)
        .until(() -> log.append(draft).handle((_, e) -> e == null).toCompletableFuture().join());
  }

  @AfterAll
  static void close() {
    LOGS.forEach(KafkaLog::close);
    topics.close();
    database.close();
  }

  /** One that has lost its partitions and does not know: both read and write the same drafts. */
  @Test
  void append_withTwoSequencersOnEachPartition_isThereOnce_inTheOrderOfEachDevice()
      throws Exception {
    var zombie = start(group + "-zombie");
    try {
      awaitAnswers(zombie);
      var senders = PersistentSenders.start(rows(), List.of(first(), zombie), 12, 4);
      await().atMost(WITHIN).until(() -> senders.stored() > 400);
      senders.finish();

      senders
          .assertAllThereOnce(second())
          .forEach((chat, messages) -> assertThat(COMMITTED.of(chat)).hasSameSizeAs(messages));
    } finally {
      LOGS.remove(zombie);
      zombie.close();
    }
  }

  @Override
  MessageLog first() {
    return LOGS.get(0);
  }

  @Override
  MessageLog second() {
    return LOGS.get(1);
  }

  @Override
  MessageLog another() {
    var log = start(group);
    awaitAnswers(log);
    return log;
  }

  @Override
  CommittedMessages committed() {
    return COMMITTED;
  }

  @Override
  ChatRows rows() {
    return new ChatRows(database);
  }
}
