package dev.whiteboard.chat.log;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A node that finds the sixteen partitions of an older one moves what is in them. */
@NeedsStack(Server.POSTGRES)
final class FewerPartitionsIT {
  private static final String BEFORE = "10";
  private static final int CHATS = 100;
  private static final List<String> TABLES =
      List.of("chats", "members", "messages", "message_words");

  @Test
  void migrate_fromSixteenPartitions_keepsEveryRow(TestStack stack) {
    var url = DatabaseUrl.parse(stack.databaseUrl());
    migrateToBefore(url);
    try (var database = LogDatabase.open(url, "chat", "")) {
      var chats = fill(database);
      var rows = counts(database);
      database.migrate("db/chat");

      assertThat(counts(database)).isEqualTo(rows).containsEntry("messages", (long) CHATS);
      assertThat(partitions(database))
          .containsOnlyKeys(TABLES)
          .allSatisfy((_, count) -> assertThat(count).isEqualTo(4L));
      chats.forEach(chat -> assertThat(texts(database, chat)).containsExactly(chat.toString()));
    }
  }

  private static void migrateToBefore(DatabaseUrl url) {
    Flyway.configure()
        .dataSource(url.jdbcUrl(), url.user(), url.password())
        .schemas("chat")
        .locations("classpath:db/chat")
        .target(BEFORE)
        .load()
        .migrate();
  }

  private static List<ChatId> fill(Database database) {
    var rows = new ChatRows(database);
    return IntStream.range(0, CHATS)
        .mapToObj(_ -> {
          var ada = ChatRows.sender();
          var chat = rows.chat(ada, ChatRows.sender());
          database.query(handle ->
              handle.execute(
                  """
                  INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body)
                  VALUES (?, 1, ?, ?, ?, now(), 0, ?)
                  """,
                  chat.value(),
                  ada.device().value(),
                  ChatRows.mid().value(),
                  ada.user().value(),
                  chat.toString()));
          database.query(handle ->
              handle.execute(
                  """
                  INSERT INTO message_words (chat_id, seq, version, sent_at, words)
                  VALUES (?, 1, 1, now(), 'said')
                  """,
                  chat.value()));
          return chat;
        })
        .toList();
  }

  private static Map<String, Long> counts(Database database) {
    return longs(database, "SELECT count(*) FROM %s");
  }

  private static Map<String, Long> partitions(Database database) {
    return longs(database, "SELECT count(*) FROM pg_inherits WHERE inhparent = '%s'::regclass");
  }

  /** What a query tells of each table. */
  private static Map<String, Long> longs(Database database, String query) {
    return database.query(handle ->
        TABLES.stream()
            .collect(
                toMap(
                    identity(),
                    table -> handle.createQuery(query.formatted(table)).mapTo(Long.class).one())));
  }

  private static List<String> texts(Database database, ChatId chat) {
    return database.query(handle ->
        handle
            .createQuery("SELECT body FROM messages WHERE chat_id = ?")
            .bind(0, chat.value())
            .mapTo(String.class)
            .list());
  }
}
