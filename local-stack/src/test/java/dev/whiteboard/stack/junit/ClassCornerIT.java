package dev.whiteboard.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.RedisConnection;
import dev.whiteboard.stack.Server;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Runs two classes one after the other, as a test run inside this one: the first leaves traces on
 * every server, the second looks for them on the same servers.
 */
@Timeout(120)
class ClassCornerIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  private static @Nullable TestStack stackOfFirst;

  @Test
  void close_classLeftTracesEverywhere_nextClassFindsNone() {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter(
                "junit.jupiter.testclass.order.default", ClassOrderer.ClassName.class.getName())
            .selectors(selectClass(LeavesTraces.class), selectClass(LooksForTraces.class))
            .execute()
            .testEvents();
    tests.assertStatistics(statistics -> statistics.started(4).succeeded(4));
  }

  @NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
  static class LeavesTraces {
    /** Left open, as by a pool that nobody closed. */
    private static @Nullable Connection open;

    @Test
    void leave(TestStack stack) throws Exception {
      stackOfFirst = stack;
      open = DatabaseUrl.parse(stack.databaseUrl()).connect(ANSWER_TIME_MAX);
      try (Statement statement = open.createStatement()) {
        statement.execute("create table trace (id int)");
      }
      assertThat(stack.databaseUrls(true)).hasSize(2).doesNotHaveDuplicates();
      try (RedisConnection redis = RedisConnection.open(stack.redisUrl(), ANSWER_TIME_MAX)) {
        redis.call("SET", stack.redisKeyPrefix() + "trace", "1");
        redis.call("SET", "of everyone", "1");
      }
      try (Admin admin = Topics.admin(stack)) {
        Topics.create(admin, stack.topicPrefix() + "trace");
      }
    }
  }

  @NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
  static class LooksForTraces {
    private final TestStack first = Objects.requireNonNull(stackOfFirst);

    @Test
    void look_inPostgres_isAnotherDatabaseAndTheFirstIsGone(TestStack stack) throws SQLException {
      DatabaseUrl own = DatabaseUrl.parse(stack.databaseUrl());
      String ofFirst = DatabaseUrl.parse(first.databaseUrl()).database();
      assertThat(own.database()).isNotEqualTo(ofFirst);
      try (Connection connection = own.connect(ANSWER_TIME_MAX);
          Statement statement = connection.createStatement()) {
        String sql =
            "select to_regclass('trace') is null, count(*) from pg_database where datname like '"
                + ofFirst
                + "%'";
        try (ResultSet row = statement.executeQuery(sql)) {
          assertThat(row.next()).isTrue();
          assertThat(row.getBoolean(1)).isTrue();
          assertThat(row.getInt(2)).isZero();
        }
      }
    }

    @Test
    void look_inRedis_keysOfTheFirstAreGoneAndOthersAreNot(TestStack stack) throws Exception {
      try (RedisConnection redis = RedisConnection.open(stack.redisUrl(), ANSWER_TIME_MAX)) {
        assertThat(redis.call("EXISTS", first.redisKeyPrefix() + "trace")).isEqualTo("0");
        assertThat(redis.call("EXISTS", "of everyone")).isEqualTo("1");
      }
    }

    @Test
    void look_inKafka_topicsOfTheFirstAreGone(TestStack stack) throws Exception {
      try (Admin admin = Topics.admin(stack)) {
        assertThat(Topics.names(admin)).noneMatch(name -> name.startsWith(first.topicPrefix()));
      }
    }
  }
}
