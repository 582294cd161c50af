package dev.whiteboard.chat.receipt;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.LogDatabase;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks that are said while PostgreSQL is away are written when it is back; Redis is away too. */
final class ReceiptsPostgresAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void notes_whilePostgresIsStopped_areWrittenWhenItIsBack() {
    try (var postgres = EmbeddedPostgres.start(folder);
        var database = LogDatabase.open(DatabaseUrl.parse(postgres.url()), "chat", "")) {
      database.migrate("db/chat");
      var ada = sender();
      var chat = new ChatRows(database).chat(ada);
      database.query(handle -> handle.execute("UPDATE chats SET last_seq = 100"));
      try (var node =
          new ReceiptNode(
              "one", Shards.inOrder(List.of(database)), "redis://127.0.0.1:1", "away:")) {
        node.receipts.delivered(chat, ada.user(), 10);
        await().atMost(WITHIN).until(() -> seqs(database).equals(List.of(10L, 0L)));
        postgres.stop();
        node.receipts.read(chat, ada.user(), 60);
        node.receipts.delivered(chat, ada.user(), 70);
        node.receipts.delivered(chat, ada.user(), 50);
        postgres.restart();

        await()
            .atMost(WITHIN)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(seqs(database)).containsExactly(70L, 60L));
      }
    }
  }

  private static List<Long> seqs(Database database) {
    return database.query(handle ->
        handle
            .select("SELECT delivered_seq, read_seq FROM members")
            .map((row, _) -> List.of(row.getLong(1), row.getLong(2)))
            .one());
  }
}
