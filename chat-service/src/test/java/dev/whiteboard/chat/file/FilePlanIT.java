package dev.whiteboard.chat.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL looks for the messages that have a file, in a chat of 20,000 and many small. */
@NeedsStack(Server.POSTGRES)
final class FilePlanIT {
  private static final UUID CHAT = new UUID(1, 1);
  private static final UUID FILE = new UUID(2, 2);

  private static Database database;

  @BeforeAll
  static void fill(TestStack stack) {
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 2);
    database.migrate("db/chat");
    say(CHAT, 20_000);
    for (var i = 0; i < 300; i++) {
      say(UUID.randomUUID(), 20);
    }
    database.query(handle ->
        handle.execute(
            "UPDATE messages SET files = ARRAY[CAST(? AS uuid)] WHERE chat_id = ? AND seq = 10",
            FILE,
            CHAT));
    database.query(handle -> handle.execute("ANALYZE"));
  }

  /** Every twentieth has a file. */
  private static void say(UUID chat, int count) {
    database.query(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO messages
                  (chat_id, seq, device_id, mid, sender_id, sent_at, kind, body, files)
                SELECT :chat, seq, :chat, gen_random_uuid(), :chat, now(), 1, 'words',
                       CASE WHEN seq % 20 = 0 THEN ARRAY[gen_random_uuid()] END
                FROM generate_series(1, :count) AS seq
                """)
            .bind("chat", chat)
            .bind("count", count)
            .execute());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void isShown_looksIntoTheIndexOfFiles_andNotThroughTheChat(String mode) {
    assertThat(plan(mode))
        .containsPattern("Bitmap Index Scan on messages_\\d+_files_idx .*rows=1\\S* loops=")
        .doesNotContain("_pkey");
  }

  /** Prepared as the driver does it after some executions, and not with the values in its text. */
  private static String plan(String mode) {
    return database.transaction(handle -> {
      handle.execute("SET LOCAL plan_cache_mode = " + mode);
      handle.execute("DEALLOCATE ALL");
      handle.execute("PREPARE shown (uuid, uuid, int8) AS " + numbered(FileRows.sql("is-shown")));
      return handle
          .createQuery("EXPLAIN ANALYZE EXECUTE shown ('%s', '%s', 0)".formatted(CHAT, FILE))
          .mapTo(String.class)
          .collect(Collectors.joining("\n"));
    });
  }

  private static String numbered(String statement) {
    return statement.replace(":chat", "$1").replace(":file", "$2").replace(":after", "$3");
  }
}
