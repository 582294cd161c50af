package dev.whiteboard.chat.search;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.outbox.OutboxConsumer;
import dev.whiteboard.chat.outbox.OutboxRelay;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from the outbox into the index, while parts of it go. */
@NeedsStack(Server.POSTGRES)
final class SearchFeedIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final ChatRows.Sender ada = sender();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Closers closers = new Closers();

  @TempDir private Path folder;
  private EmbeddedKafka kafka;
  private SearchRows rows;
  private PostgresLog log;
  private KafkaTopic topic;

  @BeforeEach
  void start(TestStack stack) {
    kafka = closers.add(EmbeddedKafka.start(folder));
    rows = closers.add(new SearchRows(stack.databaseUrls(false)));
    var database =
        closers.add(LogDatabase.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", ""));
    log = closers.add(new PostgresLog(database, database, InstantSource.system(), _ -> {}));
    topic = closers.add(OutboxTopic.on(kafka.url(), "chat."));
    closers.add(
        new OutboxRelay(
            Shards.inOrder(List.of(database)),
            topic,
            UUID.randomUUID(),
            InstantSource.system(),
            registry));
  }

  @AfterEach
  void stop() {
    closers.close();
  }

  @Test
  void feed_kafkaStopsAndComesBack_searchLags_chatDoesNot_andThenAllIsFound() {
    closers.add(new IndexFeed(topic, "chat.", rows.indexes, registry));
    var chat = new ChatRows(rows.databases).chat(ada);
    append(ada.says(chat, "before"));
    await().atMost(WITHIN).until(() -> rows.find(chat, "before").size() == 1);

    kafka.stop();
    for (var i = 0; i < 40; i++) {
      append(ada.says(chat, "meanwhile " + i));
    }
    append(ada.edits(chat, 1, "edited"));
    append(ada.deletes(chat, 2));
    assertThat(rows.find(chat, "meanwhile")).isEmpty();
    assertThat(rows.find(chat, "before")).isEmpty();
    kafka.restart();

    await().atMost(WITHIN).until(() -> rows.find(chat, "meanwhile").size() == 39);
    await().atMost(WITHIN).until(() -> rows.find(chat, "edited").equals(List.of(1L)));
    await().atMost(WITHIN).until(() -> lag() == 0);
    assertThat(rowsOf(chat)).isEqualTo(41);
  }

  @Test
  void consumer_diesBetweenWritingAndTellingKafka_eachMessageIsInTheIndexOnce() {
    var chat = new ChatRows(rows.databases).chat(ada);
    for (var i = 0; i < 120; i++) {
      append(ada.says(chat, "message " + i));
    }
    append(ada.edits(chat, 5, "changed"));
    append(ada.deletes(chat, 6));
    var deaths = new AtomicInteger();
    var taken = new AtomicInteger();

    var dying =
        new OutboxConsumer(
            topic,
            "chat.search",
            messages -> {
              rows.take(messages.subList(0, (messages.size() + 1) / 2));
              deaths.incrementAndGet();
              throw new IllegalStateException("dies in the middle of a batch");
            },
            _ -> {});
    await().atMost(WITHIN).until(() -> deaths.get() >= 2);
    dying.close();
    closers.add(
        new OutboxConsumer(
            topic,
            "chat.search",
            messages -> {
              rows.take(messages);
              taken.addAndGet(messages.size());
            },
            _ -> {}));

    await().atMost(WITHIN).until(() -> taken.get() >= 122);
    assertThat(rows.find(List.of(SearchRows.all(chat)), "message", 200).hits()).hasSize(118);
    assertThat(rows.find(chat, "changed")).containsExactly(5L);
    assertThat(rowsOf(chat)).isEqualTo(120);
  }

  @Test
  void topic_readOnceMoreFromItsBeginning_changesNothing() {
    closers.add(new IndexFeed(topic, "chat.", rows.indexes, registry));
    var chat = new ChatRows(rows.databases).chat(ada);
    append(ada.says(chat, "one"));
    append(ada.says(chat, "two"));
    append(ada.edits(chat, 1, "three"));
    append(ada.deletes(chat, 2));
    append(ada.says(chat, "last"));
    await().atMost(WITHIN).until(() -> rows.find(chat, "last").size() == 1);
    var before = versions(chat);

    var again = new AtomicInteger();
    closers.add(
        new OutboxConsumer(
            topic,
            "chat.search-again",
            messages -> {
              rows.take(messages);
              again.addAndGet(messages.size());
            },
            _ -> {}));

    await().atMost(WITHIN).until(() -> again.get() >= 5);
    assertThat(versions(chat)).isEqualTo(before).hasSize(3);
  }

  private void append(Draft draft) {
    assertThat(log.append(draft).toCompletableFuture())
        .succeedsWithin(WITHIN)
        .isInstanceOf(Appended.Stored.class);
  }

  private double lag() {
    return registry.get("chat.search.index.lag").gauge().value();
  }

  private long rowsOf(ChatId chat) {
    return versions(chat).size();
  }

  /** With the transaction that wrote each row last. */
  private List<String> versions(ChatId chat) {
    return rows.database(chat)
        .query(handle ->
            handle
                .createQuery(
                    """
                    SELECT seq || ' ' || version || ' ' || xmin FROM message_words
                    WHERE chat_id = :chat ORDER BY seq
                    """)
                .bind("chat", chat.value())
                .mapTo(String.class)
                .list());
  }
}
