package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;

/** Another database on a class's server: a second shard, for who does not stop it. */
public final class SecondDatabase implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final DatabaseUrl first;
  private final String name;

  private SecondDatabase(DatabaseUrl first) {
    this.first = first;
    this.name = first.database() + "_2";
  }

  /** Makes it, empty. */
  public static SecondDatabase make(TestStack stack) {
    var second = new SecondDatabase(DatabaseUrl.parse(stack.databaseUrl()));
    second.execute("create database " + second.name);
    return second;
  }

  /** {@code postgresql://user:password@host:port/database}. */
  public String url() {
    return first.withDatabase(name).url();
  }

  /** The setting that makes it a shard, beside the class's own: name, value. */
  public String[] settings() {
    return new String[] {"DATABASE_SHARD_URLS", url()};
  }

  @Override
  public void close() {
    execute("drop database " + name + " with (force)");
  }

  private void execute(String command) {
    try (var connection = first.connect(ANSWER_MAX);
        var statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      throw new AssertionError(command, e);
    }
  }
}
