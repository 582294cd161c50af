package dev.whiteboard.shortener;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.junit.TestStack;
import java.sql.SQLException;
import java.time.Duration;

/** Another database on a class's server: a second shard, for who does not stop it. */
record SecondDatabase(DatabaseUrl first, String name) implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  /** Makes it, empty. */
  static SecondDatabase make(TestStack stack) {
    var first = DatabaseUrl.parse(stack.databaseUrl());
    var second = new SecondDatabase(first, first.database() + "_2");
    second.execute("create database " + second.name);
    return second;
  }

  /** Settings that make it a shard, beside the class's own. */
  String[] settings() {
    return new String[] {"DATABASE_SHARD_URLS", first.withDatabase(name).url()};
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
