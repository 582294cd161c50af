package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@NeedsStack({Server.POSTGRES, Server.KAFKA})
@TestInstance(Lifecycle.PER_CLASS)
class KafkaLogIT extends MessageLogContract {
  private static final Duration WITHIN = Duration.ofSeconds(40);

  private final CommittedMessages committed = new CommittedMessages();
  private final List<MessageLog> logs = new ArrayList<>();
  private final Closers closers = new Closers();

  private Shards<Database> databases;
  private Shards<LogTopics> topics;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void open(TestStack stack) throws Exception {
    databases = closers.add(LogShards.open(stack, onShards())).databases();
    topics =
        Shards.inOrder(
            IntStream.range(0, databases.all().size()).mapToObj(n -> topics(stack, n)).toList());
    for (var one : topics.all()) {
      one.ensure();
    }
    logs.add(start("", closers));
    logs.add(start("", closers));
    logs.forEach(this::awaitAnswers);
  }

  private LogTopics topics(TestStack stack, int shard) {
    return closers.add(
        LogTopics.ofShard(stack.kafkaBootstrapServers(), stack.topicPrefix(), shard));
  }

  /** Groups of this name share the work. */
  private MessageLog start(String name, Closers closers) {
    return new ShardedLog(
        databases.with(
            topics,
            (database, own) -> {
              var group = own.group() + name;
              var parts = new KafkaLog.Parts(database, database, own, group, UUID.randomUUID());
              return closers.add(new KafkaLog(parts, InstantSource.system(), committed));
            }));
  }

  /** Until the groups have shared the partitions out, nobody takes drafts. */
  private void awaitAnswers(MessageLog log) {
    var ada = sender();
    for (var shard = 0; shard < databases.all().size(); shard++) {
      var draft = ada.says(rows().chatOn(shard, ada), "hello");
      await()
          .atMost(WITHIN)
          .until(() -> log.append(draft).handle((_, e) -> e == null).toCompletableFuture().join());
    }
  }

  @AfterAll
  final void close() {
    closers.close();
  }

  /** One that has lost its partitions and does not know: both read and write the same drafts. */
  @Test
  void append_withTwoSequencersOnEachPartition_isThereOnce_inTheOrderOfEachDevice()
      throws Exception {
    try (var own = new Closers()) {
      var zombie = start("-zombie", own);
      awaitAnswers(zombie);
      var senders = PersistentSenders.start(rows(), List.of(first(), zombie), 12, 4);
      await().atMost(WITHIN).until(() -> senders.stored() > 400);
      senders.finish();

      senders
          .assertAllThereOnce(second())
          .forEach((chat, messages) -> assertThat(committed.of(chat)).hasSameSizeAs(messages));
    }
  }

  @Override
  MessageLog first() {
    return logs.get(0);
  }

  @Override
  MessageLog second() {
    return logs.get(1);
  }

  @Override
  MessageLog another() {
    var log = start("", closers);
    awaitAnswers(log);
    return log;
  }

  @Override
  CommittedMessages committed() {
    return committed;
  }

  @Override
  ChatRows rows() {
    return new ChatRows(databases);
  }
}
