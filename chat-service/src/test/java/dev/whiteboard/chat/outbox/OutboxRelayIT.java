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
import dev.whiteboard.chat.log.LogShards;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.OutboxLanes;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.log.ShardedLog;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is in the log comes to Kafka, whichever node carries it. */
@NeedsStack({Server.POSTGRES, Server.KAFKA})
@TestInstance(Lifecycle.PER_CLASS)
class OutboxRelayIT {
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final ChatRows.Sender ada = sender();
  private final Closers closers = new Closers();

  private Shards<Database> databases;
  private MessageLog log;
  private KafkaTopic topic;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void open(TestStack stack) {
    databases = closers.add(LogShards.open(stack, onShards())).databases();
    log = new ShardedLog(databases.map(this::log));
    topic = closers.add(OutboxTopic.on(stack.kafkaBootstrapServers(), stack.topicPrefix()));
  }

  private MessageLog log(Database database) {
    return closers.add(new PostgresLog(database, database, InstantSource.system(), _ -> {}));
  }

  @AfterAll
  final void close() {
    closers.close();
  }

  @Test
  void relay_messages_areToldAsTheyStand_andLeaveTheOutbox() throws Exception {
    var chat = new ChatRows(databases).chat(ada);
    var sealedChat = new ChatRows(databases).chat(true, ada);
    var file = new ChatRows(databases).file(chat, ada);
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
    var rows = new ChatRows(databases);
    var chats = IntStream.range(0, 8).mapToObj(i -> rows.chatOn(i % 2, ada)).toList();
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
    var chat = new ChatRows(databases).chat(ada);
    var shard = databases.number(chat.value());
    var still =
        new Lane(databases.all().get(shard), shard, OutboxLanes.of(chat), UUID.randomUUID());
    await().atMost(WITHIN).until(() -> still.lease(Duration.ofSeconds(1)));
    send(ada.says(chat, "one"));
    try (var publisher = LanePublisher.open(topic, still.name())) {
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

  private OutboxRelay relay() {
    return new OutboxRelay(
        databases, topic, UUID.randomUUID(), InstantSource.system(), new SimpleMeterRegistry());
  }

  private TopicReader reader() throws InterruptedException {
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

  private void send(Draft draft) {
    assertThat(log.append(draft).toCompletableFuture())
        .succeedsWithin(WITHIN)
        .isInstanceOf(Appended.Stored.class);
  }

  private void awaitEmpty(ChatId chat) {
    await().atMost(WITHIN).until(() -> outboxRows(chat) == 0);
  }

  private static List<OutboxRecord> awaitTold(TopicReader reader, ChatId chat, int count) {
    await().atMost(WITHIN).until(() -> reader.read(chat).size() >= count);
    return reader.read(chat);
  }

  private long outboxRows(ChatId chat) {
    return databases
        .of(chat.value())
        .query(handle ->
            handle
                .select("SELECT count(*) FROM outbox WHERE chat_id = ?", chat.value())
                .mapTo(Long.class)
                .one());
  }
}
