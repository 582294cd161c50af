package dev.whiteboard.stack;

import dev.whiteboard.stack.process.Daemon;
import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.RunAs;
import dev.whiteboard.stack.process.ServerException;
import dev.whiteboard.stack.process.ServerFolder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL 18 from Maven Central, as processes of its own. */
public final class EmbeddedPostgres implements EmbeddedProcess {
  private static final String DATABASE = "whiteboard";
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  private final ServerFolder folder;
  private final PostgresCluster cluster;
  private final DatabaseUrl url;
  private final String version;
  private Daemon daemon;

  private EmbeddedPostgres(ServerFolder folder, PostgresCluster cluster, int port) {
    this.folder = folder;
    this.cluster = cluster;
    this.url =
        new DatabaseUrl(PostgresCluster.USER, cluster.password(), "127.0.0.1", port, DATABASE, "");
    this.daemon = cluster.start(port);
    this.version = greet();
  }

  /** Starts one with its data in the folder, on a free port. */
  public static EmbeddedPostgres start(Path folder) {
    return start(folder, FreePort.ANY);
  }

  /**
   * Starts one with its data in the folder.
   *
   * @throws ServerException if it does not come up, or another runs on the folder
   */
  public static EmbeddedPostgres start(Path folder, int port) {
    return start(folder, port, RunAs.detect());
  }

  /** Starts one that {@link #startReplica} can copy, on a free port. */
  public static EmbeddedPostgres startPrimary(Path folder) {
    return start(folder, FreePort.ANY, RunAs.detect(), new PostgresRole.Primary());
  }

  /**
   * Starts a read-only copy of this one, which follows it from then on.
   *
   * @param folder for the copy's data
   */
  public EmbeddedPostgres startReplica(Path folder) {
    PostgresRole replica = new PostgresRole.Replica(url, cluster.data());
    return start(folder, FreePort.ANY, RunAs.detect(), replica);
  }

  static EmbeddedPostgres start(Path folder, int port, RunAs runAs) {
    return start(folder, port, runAs, new PostgresRole.Alone());
  }

  private static EmbeddedPostgres start(Path folder, int port, RunAs runAs, PostgresRole role) {
    ServerFolder own = ServerFolder.open(folder);
    try {
      PostgresCluster cluster = PostgresCluster.open(own, runAs, role);
      return FreePort.start(port, free -> new EmbeddedPostgres(own, cluster, free));
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  @Override
  public String url() {
    return url.url();
  }

  @Override
  public String location() {
    return url.location();
  }

  @Override
  public int port() {
    return url.port();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public synchronized long pid() {
    return daemon.pid();
  }

  @Override
  public synchronized void pause() {
    daemon.pause();
  }

  @Override
  public synchronized void resume() {
    daemon.resume();
  }

  @Override
  public synchronized void stop() {
    daemon.stop();
  }

  @Override
  public synchronized void restart() {
    daemon.stop();
    daemon = cluster.start(port());
  }

  @Override
  public synchronized void close() {
    daemon.stop();
    folder.close();
  }

  /** Makes the database where it is not there yet, and asks for the version. */
  private String greet() {
    DatabaseUrl first = url.withDatabase(PostgresCluster.DATABASE_AT_FIRST);
    try (Connection connection = first.connect(ANSWER_TIME_MAX);
        Statement statement = connection.createStatement()) {
      String find = "select 1 from pg_database where datname = '" + DATABASE + "'";
      boolean there;
      try (ResultSet row = statement.executeQuery(find)) {
        there = row.next();
      }
      if (!there) {
        statement.execute("create database " + DATABASE);
      }
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      daemon.stop();
      throw new ServerException("PostgreSQL at " + url.location() + ": " + e.getMessage(), e);
    }
  }
}
