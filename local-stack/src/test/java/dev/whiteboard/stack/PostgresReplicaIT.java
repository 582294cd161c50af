package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PostgresReplicaIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  @Test
  void startReplica_followsItsPrimary_andTakesNoWrites(@TempDir Path folder) throws SQLException {
    try (var primary = EmbeddedPostgres.startPrimary(folder.resolve("primary"))) {
      run(primary, "create table kept (id int primary key)");
      run(primary, "insert into kept values (1)");
      try (var replica = primary.startReplica(folder.resolve("replica"))) {
        assertThat(count(replica)).isEqualTo(1);

        run(primary, "insert into kept values (2)");

        await().until(() -> count(replica) == 2);
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(() -> run(replica, "insert into kept values (3)"))
            .withMessageContaining("read-only");

        replica.stop();
        run(primary, "insert into kept values (3)");
        replica.restart();

        await().until(() -> count(replica) == 3);
      }
    }
  }

  private static int count(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from kept")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DatabaseUrl.parse(postgres.url()).connect(ANSWER_TIME_MAX);
  }
}
