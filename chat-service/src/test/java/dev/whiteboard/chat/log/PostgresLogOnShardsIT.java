package dev.whiteboard.chat.log;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.store.Database;
import org.junit.jupiter.api.Test;

/** The same on two shards. */
final class PostgresLogOnShardsIT extends PostgresLogIT {
  @Override
  boolean onShards() {
    return true;
  }

  @Test
  void append_toAChatOfEach_isOnItsShardAlone() {
    var ada = sender();
    var atHome = rows().chatOn(0, ada);
    var elsewhere = rows().chatOn(1, ada);
    stored(first(), ada.says(atHome, "hello"));
    stored(first(), ada.says(elsewhere, "hello"));

    var shards = databases.all();
    assertThat(shards).hasSize(2).doesNotHaveDuplicates();
    assertThat(messages(shards.getFirst(), atHome)).isEqualTo(1);
    assertThat(messages(shards.getFirst(), elsewhere)).isZero();
    assertThat(messages(shards.getLast(), atHome)).isZero();
    assertThat(messages(shards.getLast(), elsewhere)).isEqualTo(1);
  }

  private static long messages(Database database, ChatId chat) {
    return database.query(handle ->
        handle
            .select("SELECT count(*) FROM messages WHERE chat_id = ?", chat.value())
            .mapTo(Long.class)
            .one());
  }
}
