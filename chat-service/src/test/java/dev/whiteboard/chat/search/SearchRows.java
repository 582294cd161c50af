package dev.whiteboard.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.outbox.OutboxRecord;
import dev.whiteboard.kit.shard.Shards;
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

  final Shards<Database> databases;
  final Shards<SearchIndex> indexes;
  final MessageSearch search;

  /** In one database, or spread over several. */
  SearchRows(List<String> databaseUrls) {
    this.databases =
        Shards.inOrder(databaseUrls).map(url -> Database.open(DatabaseUrl.parse(url), "chat", 8));
    databases.all().forEach(database -> database.migrate("db/chat"));
    this.indexes = databases.map(SearchIndex::new);
    this.search = new MessageSearch(databases, 2, new SimpleMeterRegistry());
  }

  /** The one that has a chat. */
  Database database(ChatId chat) {
    return databases.of(chat.value());
  }

  /** A chat in which this was said, a second after each other, the last of it at noon. */
  ChatId chat(List<String> bodies) {
    var chat = new ChatRows(databases).chat(ChatRows.sender());
    var first = NEWEST.minusSeconds(bodies.size());
    database(chat)
        .query(handle -> {
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
    assertThat(indexes.all()).allMatch(index -> index.rebuild(_ -> true));
  }

  /** Forgets all words. */
  void empty() {
    databases.forAll(
        database -> database.query(handle -> handle.execute("TRUNCATE message_words")));
  }

  /** Takes messages in, each on its chat's shard. */
  void take(List<OutboxRecord> messages) {
    indexes.share(
        messages,
        message -> indexes.number(message.chat().value()),
        (index, share) -> {
          index.take(share);
          return share;
        });
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
    databases.all().forEach(Database::close);
  }
}
