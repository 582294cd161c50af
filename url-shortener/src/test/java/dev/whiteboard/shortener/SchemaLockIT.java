package dev.whiteboard.shortener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** A schema is brought up to date on a database that is in use. */
@NeedsStack(Server.POSTGRES)
final class SchemaLockIT {
  private static final String SCHEMA = "shortener";
  private static final String SCRIPTS = "db/shortener";

  /** Of waiting for the lock, and all else. */
  private static final Duration FAILS_WITHIN = Duration.ofSeconds(10);

  /** As behind a dump, all that came later would queue behind the one that changes the table. */
  @Test
  void migrate_toShards_whileLinksAreRead_givesUpSoon_andGoesOnTheNextTime(TestStack stack)
      throws Exception {
    var url = DatabaseUrl.parse(stack.databaseUrl());
    migrateBeforeShards(url);
    try (var database = Database.open(url, SCHEMA, 1);
        var dump = database.connect("dump")) {
      dump.setAutoCommit(false);
      try (var statement = dump.createStatement()) {
        statement.execute("LOCK TABLE links IN ACCESS SHARE MODE");
      }
      var began = System.nanoTime();
      assertThatThrownBy(() -> database.migrate(SCRIPTS))
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("lock timeout");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(FAILS_WITHIN);
      dump.rollback();

      database.migrate(SCRIPTS);
      assertThat(places(database)).isZero();
    }
  }

  private static void migrateBeforeShards(DatabaseUrl url) {
    Flyway.configure()
        .dataSource(url.jdbcUrl(), url.user(), url.password())
        .schemas(SCHEMA)
        .locations("classpath:" + SCRIPTS)
        .target("5")
        .load()
        .migrate();
  }

  private static int places(Database database) {
    return database.query(handle ->
        handle.createQuery("SELECT count(*) FROM shard_place").mapTo(Integer.class).one());
  }
}
