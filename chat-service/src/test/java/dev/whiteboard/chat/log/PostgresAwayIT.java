package dev.whiteboard.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes while thousands of messages are sent: what was told as stored is there, once. */
final class PostgresAwayIT {
  private static final Duration WITHIN = Duration.ofSeconds(40);
  private static final int SENDERS = 48;
  private static final int CHATS = 6;

  @TempDir private Path folder;
  private EmbeddedPostgres postgres;
  private Database database;
  private List<PostgresLog> nodes;

  @BeforeEach
  void start() {
    postgres = EmbeddedPostgres.start(folder);
    database = LogDatabase.open(DatabaseUrl.parse(postgres.url()), "chat", "");
    database.migrate("db/chat");
    nodes = List.of(node(), node());
  }

  private PostgresLog node() {
    return new PostgresLog(database, database, InstantSource.system(), _ -> {});
  }

  @AfterEach
  void stop() {
    nodes.forEach(PostgresLog::close);
    database.close();
    postgres.close();
  }

  @Test
  void append_whilePostgresIsStoppedAndComesBack_eachMessageIsThereOnce() throws Exception {
    sendWhile(() -> {
      postgres.stop();
      postgres.restart();
    });
  }

  /** Commits that nobody waited for any more take effect when it goes on, or never. */
  @Test
  void append_whilePostgresStandsStill_eachMessageIsThereOnce() throws Exception {
    sendWhile(() -> postgres.pause());
  }

  private void sendWhile(Runnable outage) throws Exception {
    var senders = PersistentSenders.start(new ChatRows(database), nodes, SENDERS, CHATS);
    awaitTrue(() -> senders.stored() > 1000);
    outage.run();
    awaitTrue(() -> senders.retries() > 0);
    postgres.resume();
    var before = senders.stored();
    awaitTrue(() -> senders.stored() > before + 1000);
    senders.finish();

    senders.assertAllThereOnce(nodes.getFirst());
    assertThat(outboxRows()).isEqualTo(senders.stored());
  }

  private long outboxRows() {
    return database.query(
        handle -> handle.select("SELECT count(*) FROM outbox").mapTo(Long.class).one());
  }

  private static void awaitTrue(BooleanSupplier condition) {
    await().atMost(WITHIN).until(condition::getAsBoolean);
  }
}
