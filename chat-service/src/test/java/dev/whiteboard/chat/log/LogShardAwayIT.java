package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static dev.whiteboard.chat.log.MessageLogContract.readAll;
import static dev.whiteboard.chat.log.MessageLogContract.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.fanout.Audience;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.fanout.Outgoing.NodeChannels;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended.Stored;
import dev.whiteboard.chat.log.Content.Words;
import dev.whiteboard.chat.outbox.OutboxRelay;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.chat.receipt.MarkStore;
import dev.whiteboard.chat.receipt.ReceiptMeters;
import dev.whiteboard.chat.receipt.ReceiptTeller;
import dev.whiteboard.chat.receipt.Receipts;
import dev.whiteboard.chat.room.NoMembers;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.EmbeddedPostgres;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two PostgreSQL servers goes: what is on the other goes on as if nothing was. */
@NeedsStack(Server.KAFKA)
final class LogShardAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int AWAY = 1;

  private static TestStack stack;
  private static List<EmbeddedPostgres> servers;
  private static LogShards shards;
  private static ChatRows rows;

  private final Closers closers = new Closers();
  private final ChatRows.Sender ada = sender();
  private ChatId here;
  private ChatId there;

  @BeforeAll
  static void start(TestStack kafka, @TempDir Path folder) {
    stack = kafka;
    servers =
        List.of(
            EmbeddedPostgres.start(folder.resolve("home")),
            EmbeddedPostgres.start(folder.resolve("shard-1")));
    shards = LogShards.at(servers.stream().map(EmbeddedPostgres::url).toList());
    rows = new ChatRows(shards.databases());
  }

  @BeforeEach
  void makeChats() {
    here = rows.chatOn(0, ada);
    there = rows.chatOn(AWAY, ada);
  }

  @AfterEach
  void close() {
    closers.close();
  }

  @AfterAll
  static void stop() {
    shards.close();
    servers.forEach(EmbeddedPostgres::close);
  }

  @Test
  void append_postgresFirst_othersGoOn_itsOwnAreKeptOnceItIsBack() {
    othersGoOn(postgresLog());
  }

  @Test
  void append_kafkaFirst_othersGoOn_itsOwnAreKeptOnceItIsBack() {
    othersGoOn(kafkaLog());
  }

  private void othersGoOn(MessageLog log) {
    awaitTrue(() -> isStored(log, ada.says(here, "first")));
    awaitTrue(() -> isStored(log, ada.says(there, "first")));
    var before = readAll(log, here).size();
    var again = ada.says(there, "again");
    whileAway(() -> {
      var waits = log.append(again).toCompletableFuture();
      for (var i = 1; i <= 50; i++) {
        assertThat(stored(log, ada.says(here, "" + i)).seq()).isEqualTo(before + i);
      }
      assertThat(waits)
          .failsWithin(WITHIN)
          .withThrowableThat()
          .withCauseInstanceOf(StoreAwayException.class);
      assertThat(log.heads(List.of(here))).containsEntry(here, before + 50L);
      assertThatThrownBy(() -> log.heads(List.of(here, there)))
          .isInstanceOf(StoreAwayException.class);
    });
    awaitTrue(() -> isStored(log, again));

    assertThat(readAll(log, there))
        .filteredOn(message -> message.mid().equals(again.mid()))
        .hasSize(1);
    assertThat(readAll(log, there))
        .last()
        .extracting(Message::content)
        .isEqualTo(new Words("again"));
  }

  @Test
  void append_underLoadOnTwoNodes_eachMessageIsThereOnce() throws Exception {
    var nodes = List.of(postgresLog(), postgresLog());
    var senders = PersistentSenders.start(rows, nodes, 24, 8);
    awaitTrue(() -> senders.stored() > 500);
    whileAway(() -> {
      awaitTrue(() -> senders.retries() > 0);
      var before = senders.stored();
      awaitTrue(() -> senders.stored() > before + 1000);
    });
    var before = senders.stored();
    awaitTrue(() -> senders.stored() > before + 1000);
    senders.finish();

    senders.assertAllThereOnce(nodes.getFirst());
  }

  @Test
  void receipts_ofOthersAreWritten_itsOwnWaitUntilItIsBack() {
    var receipts = receipts();
    for (var chat : List.of(here, there)) {
      update(chat, "UPDATE chats SET last_seq = 100 WHERE id = ?");
    }
    whileAway(() -> {
      receipts.read(there, ada.user(), 60);
      for (var upto = 10; upto <= 50; upto += 10) {
        var read = upto;
        receipts.read(here, ada.user(), read);
        awaitTrue(() -> readSeq(here) == read);
      }
      receipts.read(there, ada.user(), 40);
    });

    awaitTrue(() -> readSeq(there) == 60);
  }

  @Test
  void relay_ofOthersAreTold_itsOwnWaitUntilItIsBack() {
    var log = postgresLog();
    var registry = new SimpleMeterRegistry();
    var topic = closers.add(OutboxTopic.on(stack.kafkaBootstrapServers(), stack.topicPrefix()));
    sendToBoth(log);
    whileAway(() -> {
      closers.add(
          new OutboxRelay(
              shards.databases(), topic, UUID.randomUUID(), InstantSource.system(), registry));
      awaitTrue(() -> waiting(here) == 0);
      stored(log, ada.says(here, "later"));
      awaitTrue(() -> waiting(here) == 0);
    });

    awaitTrue(() -> waiting(there) == 0);
    awaitTrue(() -> registry.get("chat.outbox.lag").gauge().value() == 0);
  }

  private void sendToBoth(MessageLog log) {
    for (var i = 0; i < 20; i++) {
      stored(log, ada.says(here, "" + i));
      stored(log, ada.says(there, "" + i));
    }
    assertThat(waiting(there)).isEqualTo(20);
  }

  private static void whileAway(Runnable test) {
    servers.get(AWAY).stop();
    try {
      test.run();
    } finally {
      servers.get(AWAY).restart();
    }
  }

  private MessageLog postgresLog() {
    return new ShardedLog(shards.databases().map(this::postgresLog));
  }

  private MessageLog postgresLog(Database database) {
    return closers.add(new PostgresLog(database, database, InstantSource.system(), _ -> {}));
  }

  private MessageLog kafkaLog() {
    return new ShardedLog(
        Shards.inOrder(IntStream.range(0, servers.size()).mapToObj(this::kafkaLog).toList()));
  }

  private MessageLog kafkaLog(int shard) {
    var database = shards.databases().all().get(shard);
    var topics =
        closers.add(LogTopics.ofShard(stack.kafkaBootstrapServers(), stack.topicPrefix(), shard));
    var parts = new KafkaLog.Parts(database, database, topics, topics.group(), UUID.randomUUID());
    return closers.add(new KafkaLog(parts, InstantSource.system(), _ -> {}));
  }

  /** Without Redis: nobody elsewhere is to hear of them. */
  private Receipts receipts() {
    var switchboard = new Switchboard();
    var redis = closers.add(Redis.open("redis://127.0.0.1:1"));
    var audience = new Audience(new NoMembers(), _ -> CompletableFuture.completedFuture(Set.of()));
    var channels = new NodeChannels(redis, "away:", "one");
    var outgoing = closers.add(new Outgoing(switchboard, audience, channels, shards.databases()));
    return closers.add(
        Receipts.start(
            new Receipts.Parts(
                shards.databases().map(MarkStore::new),
                new ReceiptTeller(switchboard),
                outgoing,
                new ReceiptMeters(new SimpleMeterRegistry()))));
  }

  private static boolean isStored(MessageLog log, Draft draft) {
    return log.append(draft)
        .handle((answer, _) -> answer instanceof Stored)
        .toCompletableFuture()
        .join();
  }

  private static void update(ChatId chat, String statement) {
    var _ = database(chat).query(handle -> handle.execute(statement, chat.value()));
  }

  /** How far a chat's one member has read it; -1 while nobody can tell. */
  private static long readSeq(ChatId chat) {
    return ask(chat, "SELECT read_seq FROM members WHERE chat_id = ?");
  }

  /** How many of a chat's messages Kafka does not have; -1 while nobody can tell. */
  private static long waiting(ChatId chat) {
    return ask(chat, "SELECT count(*) FROM outbox WHERE chat_id = ?");
  }

  private static long ask(ChatId chat, String question) {
    try {
      return database(chat)
          .query(handle -> handle.select(question, chat.value()).mapTo(Long.class).one());
    } catch (StoreAwayException e) {
      return -1;
    }
  }

  private static Database database(ChatId chat) {
    return shards.databases().of(chat.value());
  }

  private static void awaitTrue(BooleanSupplier condition) {
    await().atMost(WITHIN).until(condition::getAsBoolean);
  }
}
