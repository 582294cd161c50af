package dev.whiteboard.chat.search;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.log.Appended;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.Draft;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.chat.log.PostgresLog;
import dev.whiteboard.chat.outbox.OutboxRelay;
import dev.whiteboard.chat.outbox.OutboxTopic;
import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedKafka;
import dev.whiteboard.stack.EmbeddedPostgres;
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

/** The way from the outbox into the index of two shards, while one of their servers is away. */
@NeedsStack(Server.POSTGRES)
final class SearchFeedShardsIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final ChatRows.Sender ada = sender();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Closers closers = new Closers();

  @TempDir private Path folder;
  private EmbeddedPostgres secondServer;
  private SearchRows rows;
  private Shards<PostgresLog> logs;
  private KafkaTopic topic;

  @BeforeEach
  void start(TestStack stack) {
    var kafka = closers.add(EmbeddedKafka.start(folder.resolve("kafka")));
    secondServer = closers.add(EmbeddedPostgres.start(folder.resolve("shard-1")));
    var urls = List.of(stack.databaseUrl(), secondServer.url());
    rows = closers.add(new SearchRows(urls));
    topic = closers.add(OutboxTopic.on(kafka.url(), "chat."));
    var databases =
        Shards.inOrder(urls)
            .map(url -> closers.add(LogDatabase.open(DatabaseUrl.parse(url), "chat", "")));
    logs = databases.map(this::log);
    closers.add(
        new OutboxRelay(databases, topic, UUID.randomUUID(), InstantSource.system(), registry));
  }

  private PostgresLog log(Database database) {
    return closers.add(new PostgresLog(database, database, InstantSource.system(), _ -> {}));
  }

  @AfterEach
  void stop() {
    closers.close();
  }

  @Test
  void feed_aShardIsAway_searchOfTheOtherDoesNotWait_andItsOwnIsFoundOnceItIsBack() {
    var chatRows = new ChatRows(rows.databases);
    var chats = List.of(chatRows.chatOn(0, ada), chatRows.chatOn(1, ada));
    chats.forEach(chat -> append(ada.says(chat, "before")));
    await().atMost(WITHIN).until(() -> count(rows.database(chats.get(1)), "outbox") == 0);
    secondServer.stop();

    closers.add(new IndexFeed(topic, "chat.", rows.indexes, registry));
    await().atMost(WITHIN).until(() -> rows.find(chats.get(0), "before").size() == 1);
    append(ada.says(chats.get(0), "meanwhile"));
    await().atMost(WITHIN).until(() -> rows.find(chats.get(0), "meanwhile").size() == 1);
    await().atMost(WITHIN).until(() -> lag() > 0);

    secondServer.restart();
    await()
        .atMost(WITHIN)
        .ignoreExceptions()
        .until(() -> rows.find(chats.get(1), "before").size() == 1);
    await().atMost(WITHIN).until(() -> lag() == 0);
    assertThat(rows.databases.askAll(SearchFeedShardsIT::indexed)).containsExactly(2L, 1L);
  }

  private void append(Draft draft) {
    assertThat(logs.of(draft.chat().value()).append(draft).toCompletableFuture())
        .succeedsWithin(WITHIN)
        .isInstanceOf(Appended.Stored.class);
  }

  private double lag() {
    return registry.get("chat.search.index.lag").gauge().value();
  }

  private static Long indexed(Database database) {
    return count(database, "message_words");
  }

  private static Long count(Database database, String table) {
    return database.query(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }
}
