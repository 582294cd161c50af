package dev.whiteboard.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.whiteboard.stack.DatabaseUrl;
import dev.whiteboard.stack.RedisConnection;
import dev.whiteboard.stack.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The annotation as another module uses it, in whichever mode this run is. */
@Timeout(120)
@NeedsStack({Server.POSTGRES, Server.REDIS})
class NeedsStackIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(10);

  private static @Nullable TestStack first;
  private final TestStack ofConstructor;
  private @Nullable TestStack ofBeforeEach;

  NeedsStackIT(TestStack stack) {
    this.ofConstructor = stack;
  }

  @BeforeAll
  static void keep(TestStack stack) {
    first = stack;
  }

  @BeforeEach
  void keepAgain(TestStack stack) {
    ofBeforeEach = stack;
  }

  @AfterAll
  static void compare(TestStack stack) {
    assertThat(stack).isSameAs(first);
  }

  @Test
  void stack_whereverItIsAParameter_isTheSame(TestStack stack) {
    assertThat(stack).isSameAs(first).isSameAs(ofConstructor).isSameAs(ofBeforeEach);
  }

  @Test
  void databaseUrl_ofTheClass_isADatabaseNamedAfterIt(TestStack stack) throws SQLException {
    DatabaseUrl url = DatabaseUrl.parse(stack.databaseUrl());
    assertThat(url.database()).matches("needs_stack_it_[0-9a-f]{8}");
    try (Connection connection = url.connect(ANSWER_TIME_MAX);
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("create table anything (id int)")).isFalse();
    }
  }

  @Test
  void redisUrl_ofTheClass_answers(TestStack stack) throws IOException {
    try (RedisConnection redis = RedisConnection.open(stack.redisUrl(), ANSWER_TIME_MAX)) {
      assertThat(redis.call("SET", stack.redisKeyPrefix() + "key", "value")).isEqualTo("OK");
    }
  }

  @Test
  void prefixes_ofTheClass_areNamedAfterIt(TestStack stack) {
    assertThat(stack.redisKeyPrefix()).matches("needs-stack-it-[0-9a-f]{8}:");
    assertThat(stack.topicPrefix()).matches("needs-stack-it-[0-9a-f]{8}\\.");
  }

  @Test
  void kafkaBootstrapServers_notAskedFor_throwsNamingKafka(TestStack stack) {
    assertThatIllegalStateException()
        .isThrownBy(stack::kafkaBootstrapServers)
        .withMessageStartingWith("Kafka is not part of this stack");
  }

  @Nested
  class InNestedClass {
    @Test
    void stack_notAnnotatedItself_isThatOfTheClassAround(TestStack stack) {
      assertThat(stack).isSameAs(first);
    }
  }

  @Nested
  @NeedsStack(Server.KAFKA)
  class InNestedClassThatNeedsMore {
    @Test
    void stack_annotatedItself_isItsOwn(TestStack stack) throws Exception {
      assertThat(stack).isNotSameAs(first);
      try (Admin admin = Topics.admin(stack)) {
        assertThat(Topics.names(admin)).noneMatch(name -> name.startsWith(stack.topicPrefix()));
      }
    }
  }
}
