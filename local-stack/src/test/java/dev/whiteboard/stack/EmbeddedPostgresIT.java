package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private Path folder;
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start(@TempDir Path temporary) throws SQLException {
    folder = temporary.resolve("a postgres folder");
    postgres = EmbeddedPostgres.start(folder);
    run("create table kept (id int primary key)");
  }

  @AfterAll
  void close() {
    postgres.close();
  }

  @Test
  void start_new_isThePostgresOfThisBuild() throws SQLException {
    assertThat(postgres.version()).startsWith("18.");
    assertThat(answer("show server_version")).isEqualTo(postgres.version());
    assertThat(answer("show max_connections")).isEqualTo("200");
    assertThat(answer("show server_encoding")).isEqualTo("UTF8");
    assertThat(answer("show timezone")).isEqualTo("UTC");
  }

  @Test
  void start_new_isClosedToOtherUsers() throws IOException {
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("data"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("password"))).isEqualTo("rw-------");
  }

  @Test
  void connect_wrongPassword_isRefused() {
    DatabaseUrl right = DatabaseUrl.parse(postgres.url());
    DatabaseUrl wrong =
        new DatabaseUrl(right.user(), "guess", right.host(), right.port(), right.database(), "");
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> wrong.connect(ANSWER_TIME_MAX))
        .withMessageContaining("password authentication failed");
  }

  @Test
  void stop_thenRestart_isTheSameAgain() throws SQLException {
    run("insert into kept values (1)");
    String url = postgres.url();
    postgres.stop();
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> answer("select 1"));
    postgres.restart();
    assertThat(postgres.url()).isEqualTo(url);
    assertThat(answer("select count(*) from kept where id = 1")).isEqualTo("1");
  }

  @Test
  void close_thenStart_keepsTheDataOnAnotherPort() throws SQLException {
    run("insert into kept values (2)");
    int port = postgres.port();
    postgres.close();
    postgres = EmbeddedPostgres.start(folder);
    assertThat(postgres.port()).isNotEqualTo(port);
    assertThat(answer("select count(*) from kept where id = 2")).isEqualTo("1");
  }

  @Test
  void kill_afterCommit_keepsTheDataAndLeavesNoProcess() throws SQLException {
    run("insert into kept values (3)");
    List<ProcessHandle> processes = processes();
    processes.forEach(ProcessHandle::destroyForcibly);
    assertThat(allEnd(processes)).isTrue();
    postgres.restart();
    assertThat(answer("select count(*) from kept where id = 3")).isEqualTo("1");
  }

  @Test
  void pause_thenResume_answersAgainOnTheSameConnection() throws SQLException {
    try (Connection connection = DatabaseUrl.parse(postgres.url()).connect(SHORT);
        Connection open = DatabaseUrl.parse(postgres.url()).connect(ANSWER_TIME_MAX)) {
      postgres.pause();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> answer(connection, "select 1"))
          .withStackTraceContaining("timed out");
      postgres.resume();
      assertThat(answer(open, "select 2")).isEqualTo("2");
    }
  }

  @Test
  void close_paused_leavesNoProcess() {
    List<ProcessHandle> processes = processes();
    postgres.pause();
    postgres.stop();
    assertThat(allEnd(processes)).isTrue();
    postgres.restart();
  }

  @Test
  void start_secondOnTheFolder_isRefused() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> EmbeddedPostgres.start(folder))
        .withMessageContaining("a stack is running already on " + folder);
  }

  @Test
  void start_dataOfAnotherMajorVersion_isRefusedAndLeftAlone(@TempDir Path other)
      throws IOException {
    Path data = Files.createDirectories(other.resolve("data"));
    Path version = Files.writeString(data.resolve("PG_VERSION"), "17\n");
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> EmbeddedPostgres.start(other))
        .withMessageContaining("was made by PostgreSQL 17 and this is 18");
    assertThat(version).hasContent("17");
  }

  @Test
  void start_portIsTaken_saysSo(@TempDir Path other) {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> EmbeddedPostgres.start(other, postgres.port()))
        .withMessage("port " + postgres.port() + " is taken");
  }

  private List<ProcessHandle> processes() {
    ProcessHandle first = ProcessHandle.of(postgres.pid()).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
    all.addFirst(first);
    return all;
  }

  private static boolean allEnd(List<ProcessHandle> processes) {
    return Deadline.after(ANSWER_TIME_MAX)
        .await(() -> processes.stream().noneMatch(Processes::runs));
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DatabaseUrl.parse(postgres.url()).connect(ANSWER_TIME_MAX);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String answer(String sql) throws SQLException {
    try (Connection connection = DatabaseUrl.parse(postgres.url()).connect(ANSWER_TIME_MAX)) {
      return answer(connection, sql);
    }
  }

  private static String answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
