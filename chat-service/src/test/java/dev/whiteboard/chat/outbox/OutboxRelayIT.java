package dev.whiteboard.chat.outbox;

import static dev.whiteboard.chat.log.ChatRows.mid;
import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Ciphertext;
import dev.whiteboard.chat.log.Content.Sealed;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.OutboxLanes;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the log comes to Kafka, whichever node carries it. */
@NeedsStack({Server.POSTGRES, Server.KAFKA})
final class OutboxRelayIT {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static Database database;
  private static PostgresLog log;
  private static KafkaTopic topic;

  private final ChatRows.Sender ada = sender();

  @BeforeAll
  static void open(TestStack stack) {
    database = LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", "");
    database.migrate("db/chat");
    log = new PostgresLog(database, database, InstantSource.system(), _ -> {});
    topic = OutboxTopic.on(stack.kafkaBootstrapServers(), stack.topicPrefix());
  }

  @AfterAll
  static void close() {
    topic.close();
    log.close();
    database.close();
  }

  @Test
  void relay_messages_areToldAsTheyStand_andLeaveTheOutbox() throws Exception {
    var chat = new ChatRows(database).chat(ada);
    var sealedChat = new ChatRows(database).chat(true, ada);
    var file = new ChatRows(database).file(chat, ada);
    send(
        new Draft(
            chat, ada.user(), ada.device(), mid(), Kind.TEXT, 0, new Words("one"), List.of(file)));
    send(ada.says(chat, "secret"));
    send(ada.deletes(chat, 2));
    send(ada.edits(chat, 1, "won"));
    send(ada.draft(sealedChat, Kind.TEXT, 0, new Sealed(Ciphertext.of(new byte[] {1}))));

    try (var _ = relay()) {
      awaitEmpty(chat);
      awaitEmpty(sealedChat);
    }

    try (var reader = reader()) {
      var told = awaitTold(reader, chat, 4);
      assertThat(told)
          .extracting(OutboxRecord::body)
          .containsExactly(
              Optional.of("won"), Optional.empty(), Optional.empty(), Optional.of("won"));
      assertThat(told).extracting(OutboxRecord::ref).containsExactly(0L, 0L, 2L, 1L);
      assertThat(told).extracting(OutboxRecord::sealed).containsOnly(false);
      assertThat(told.getFirst().files()).containsExactly(file);
      assertThat(told.getFirst().from()).isEqualTo(ada.user());
      var sealed = awaitTold(reader, sealedChat, 1).getFirst();
      assertThat(sealed.sealed()).isTrue();
      assertThat(sealed.body()).isEmpty();
    }
  }

  /** Nodes come and go, in good order and not, and never is a chat out of order. */
  @Test
  void relay_nodesTakeTurnsWhileMessagesAreSent_eachChatIsToldInOrder() throws Exception {
    var rows = new ChatRows(database);
    var chats = IntStream.range(0, 8).mapToObj(_ -> rows.chat(ada)).toList();
    var relays = new ArrayList<OutboxRelay>();
    for (var turn = 0; turn < 4; turn++) {
      relays.add(relay());
      sendToAll(chats, 100);
      relays.removeFirst().close();
    }
    try (var _ = relay();
        var _ = relay();
        var reader = reader()) {
      for (var chat : chats) {
        awaitEmpty(chat);
        awaitTold(reader, chat, 400);
      }
    }
  }

  /** It dies without a word: its lease runs out, and Kafka takes nothing from it any more. */
  @Test
  void relay_nodeThatStandsStill_losesItsLane_andCanWriteNoMore() throws Exception {
    var chat = new ChatRows(database).chat(ada);
    var number = OutboxLanes.of(chat);
    var still = new Lane(database, number, UUID.randomUUID());
    await().atMost(WITHIN).until(() -> still.lease(Duration.ofSeconds(1)));
    send(ada.says(chat, "one"));
    try (var publisher = LanePublisher.open(topic, number)) {
      var entries = still.read(10);
      try (var _ = relay();
          var reader = reader()) {
        awaitTold(reader, chat, 1);
        awaitEmpty(chat);

        assertThat(still.lease(Duration.ofSeconds(1))).isFalse();
        assertThatThrownBy(() -> publisher.publish(entries)).isInstanceOf(KafkaException.class);
        send(ada.says(chat, "two"));
        assertThat(awaitTold(reader, chat, 2)).hasSize(2);
        assertThat(reader.repetitions()).isZero();
      }
    }
  }

  private static OutboxRelay relay() {
    return new OutboxRelay(
        database, topic, UUID.randomUUID(), InstantSource.system(), new SimpleMeterRegistry());
  }

  private static TopicReader reader() throws InterruptedException {
    topic.ensure();
    return new TopicReader(topic.bootstrapServers(), topic.name());
  }

  private void sendToAll(List<ChatId> chats, int times) {
    var answers = new ArrayList<CompletableFuture<Appended>>();
    for (var i = 0; i < times; i++) {
      for (var chat : chats) {
        answers.add(log.append(ada.says(chat, "" + i)).toCompletableFuture());
      }
    }
    answers.forEach(answer -> assertThat(answer).succeedsWithin(WITHIN));
  }

  private static void send(Draft draft) {
    assertThat(log.append(draft).toCompletableFuture())
        .succeedsWithin(WITHIN)
        .isInstanceOf(Appended.Stored.class);
  }

  private static void awaitEmpty(ChatId chat) {
    await().atMost(WITHIN).until(() -> outboxRows(chat) == 0);
  }

  private static List<OutboxRecord> awaitTold(TopicReader reader, ChatId chat, int count) {
    await().atMost(WITHIN).until(() -> reader.read(chat).size() >= count);
    return reader.read(chat);
  }

  private static long outboxRows(ChatId chat) {
    return database.query(handle ->
        handle
            .select("SELECT count(*) FROM outbox WHERE chat_id = ?", chat.value())
            .mapTo(Long.class)
            .one());
  }
}
