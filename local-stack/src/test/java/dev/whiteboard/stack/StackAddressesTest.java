package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StackAddressesTest {
  private static final StackAddresses ONLY_POSTGRES =
      new StackAddresses(Map.of(Server.POSTGRES, "postgresql://user:secret@localhost:5432/db"));

  @Test
  void databaseUrl_postgresInStack_isAsGiven() {
    assertThat(ONLY_POSTGRES.databaseUrl()).isEqualTo("postgresql://user:secret@localhost:5432/db");
  }

  @Test
  void redisUrl_redisNotInStack_throwsNamingRedis() {
    assertThatIllegalStateException()
        .isThrownBy(ONLY_POSTGRES::redisUrl)
        .withMessage("Redis is not part of this stack, which has [POSTGRES]");
  }

  @Test
  void kafkaBootstrapServers_kafkaNotInStack_throwsNamingKafka() {
    assertThatIllegalStateException()
        .isThrownBy(ONLY_POSTGRES::kafkaBootstrapServers)
        .withMessageStartingWith("Kafka is not part of this stack");
  }

  @Test
  void toString_addressWithPassword_hidesIt() {
    assertThat(ONLY_POSTGRES).hasToString("StackAddresses[POSTGRES]");
  }
}
