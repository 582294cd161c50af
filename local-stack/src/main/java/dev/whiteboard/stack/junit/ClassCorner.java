package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackAddresses;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What one test class has on the shared servers: made before it, deleted after it. */
final class ClassCorner implements AutoCloseable {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(20);
  private static final int RANDOM_DIGITS = 8;

  /** PostgreSQL cuts a name after 63 bytes. */
  private static final int CLASS_NAME_CHARS_MAX = 50;

  private final StackAddresses shared;
  private final TestStack stack;
  private final String database;
  private boolean hasSecondDatabase;

  private ClassCorner(StackAddresses shared, String name) {
    this.shared = shared;
    this.database = name.replace('-', '_');
    this.stack = new TestStack(withOwnDatabase(), this::secondDatabase, name);
  }

  /** Makes the corner of the class. */
  static ClassCorner make(Class<?> testClass, StackAddresses shared) {
    ClassCorner corner = new ClassCorner(shared, uniqueName(testClass));
    if (shared.servers().contains(Server.POSTGRES)) {
      corner.sql("create database " + corner.database);
    }
    return corner;
  }

  /** The class name in kebab case, and a few random digits: two runs can share a server. */
  static String uniqueName(Class<?> testClass) {
    String kebab =
        testClass
            .getSimpleName()
            .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .replaceAll("[^A-Za-z0-9-]", "-")
            .toLowerCase(Locale.ROOT);
    String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    return kebab.substring(0, Math.min(kebab.length(), CLASS_NAME_CHARS_MAX)) + "-" + random;
  }

  TestStack stack() {
    return stack;
  }

  @Override
  public void close() throws IOException {
    for (Server server : shared.servers()) {
      switch (server) {
        case POSTGRES -> dropDatabases();
        case REDIS -> PrefixedKeys.delete(shared.redisUrl(), stack.redisKeyPrefix());
        case KAFKA -> PrefixedTopics.delete(shared.kafkaBootstrapServers(), stack.topicPrefix());
      }
    }
  }

  private synchronized void dropDatabases() {
    sql("drop database " + database + " with (force)");
    if (hasSecondDatabase) {
      sql("drop database " + second() + " with (force)");
    }
  }

  private synchronized String secondDatabase() {
    if (!hasSecondDatabase) {
      sql("create database " + second());
      hasSecondDatabase = true;
    }
    return DatabaseUrl.parse(shared.databaseUrl()).withDatabase(second()).url();
  }

  private String second() {
    return database + "_2";
  }

  private StackAddresses withOwnDatabase() {
    Map<Server, String> own = new EnumMap<>(Server.class);
    own.putAll(shared.byServer());
    own.computeIfPresent(
        Server.POSTGRES, (_, url) -> DatabaseUrl.parse(url).withDatabase(database).url());
    return new StackAddresses(own);
  }

  private void sql(String command) {
    DatabaseUrl url = DatabaseUrl.parse(shared.databaseUrl());
    try (Connection connection = url.connect(ANSWER_TIME_MAX);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      throw new IllegalStateException(command + ": " + e.getMessage(), e);
    }
  }
}
