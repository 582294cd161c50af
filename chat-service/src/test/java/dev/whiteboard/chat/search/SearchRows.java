package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Messages as rows, and what is found among them. */
final class SearchRows implements AutoCloseable {
  private static final Instant NEWEST = Instant.parse("2026-11-21T12:00:00Z");

  final Database database;
  final SearchIndex index;
  final MessageSearch search;

  SearchRows(String databaseUrl) {
    this.database = Database.open(DatabaseUrl.parse(databaseUrl), "chat", 8);
    database.migrate("db/chat");
    this.index = new SearchIndex(database);
    this.search = new MessageSearch(database, 2, new SimpleMeterRegistry());
  }

  /** A chat in which this was said, a second after each other, the last of it at noon. */
  ChatId chat(List<String> bodies) {
    var chat = new ChatRows(database).chat(ChatRows.sender());
    var first = NEWEST.minusSeconds(bodies.size());
    database.query(handle -> {
      var batch =
          handle.prepareBatch(
              """
              INSERT INTO messages (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body)
              VALUES (?, ?, ?, ?, ?, ?, 1, ?)
              """);
      for (var i = 0; i < bodies.size(); i++) {
        var id = new UUID(7, i);
        var at = java.sql.Timestamp.from(first.plusSeconds(i + 1));
        batch.add(chat.value(), i + 1, id, id, id, at, bodies.get(i));
      }
      return batch.execute();
    });
    return chat;
  }

  /** Takes in all that there is. */
  void rebuild() {
    assertThat(index.rebuild(_ -> true)).isTrue();
  }

  /** All that is in a chat. */
  static Seen all(ChatId chat) {
    return new Seen(chat, 0, Long.MAX_VALUE);
  }

  /** The places of the newest hits in a chat. */
  List<Long> find(ChatId chat, String query) {
    return find(List.of(all(chat)), query, 50).hits().stream().map(Hit::seq).toList();
  }

  HitPage find(List<Seen> seen, String query, int limit) {
    return search.find(seen, SearchQuery.parse(query).orElseThrow(), Optional.empty(), limit);
  }

  @Override
  public void close() {
    database.close();
  }
}
