package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.stack.process.FreePort;
import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExternalStackTest {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(1);

  @Test
  void start_variableMissing_namesIt() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> start(Server.KAFKA, Map.of()))
        .withMessage("KAFKA_BOOTSTRAP_SERVERS is not set: it has to say where Kafka is");
  }

  @Test
  void start_variableMalformed_namesItWithoutThePassword() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(
            () -> start(Server.POSTGRES, Map.of("DATABASE_URL", "pg://me:secret@localhost/db")))
        .withMessage("DATABASE_URL: not of the form postgresql://user:password@host:port/db");
  }

  @Test
  void start_postgresNotThere_namesVariableAndAddressWithoutThePassword() {
    int port = FreePort.find();
    String url = "postgresql://me:secret@127.0.0.1:" + port + "/db";
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> start(Server.POSTGRES, Map.of("DATABASE_URL", url)))
        .withMessageStartingWith(
            "DATABASE_URL: PostgreSQL at 127.0.0.1:%d/db cannot be reached: ".formatted(port))
        .withMessageNotContaining("secret");
  }

  @Test
  void start_redisNotThere_namesVariableAndAddressWithoutThePassword() {
    int port = FreePort.find();
    String url = "redis://:secret@127.0.0.1:" + port;
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> start(Server.REDIS, Map.of("REDIS_URL", url)))
        .withMessageStartingWith(
            "REDIS_URL: Redis at 127.0.0.1:%d cannot be reached: ".formatted(port))
        .withMessageNotContaining("secret");
  }

  @Test
  void start_redisUrlMalformed_namesTheVariable() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> start(Server.REDIS, Map.of("REDIS_URL", "redis:secret")))
        .withMessage("REDIS_URL: not of the form redis://host:port");
  }

  @Test
  void start_kafkaNotThere_namesVariableAndAddress() {
    String address = "127.0.0.1:" + FreePort.find();
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> start(Server.KAFKA, Map.of("KAFKA_BOOTSTRAP_SERVERS", address)))
        .withMessageStartingWith(
            "KAFKA_BOOTSTRAP_SERVERS: Kafka at %s cannot be reached: ".formatted(address));
  }

  @Test
  void start_serversTakeConnectionsAndSayNothing_givesUpInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      Map<String, String> environment =
          Map.of(
              "DATABASE_URL", "postgresql://me:secret@" + address + "/db",
              "REDIS_URL", "redis://" + address,
              "KAFKA_BOOTSTRAP_SERVERS", address);
      for (Server server : Server.values()) {
        assertThatExceptionOfType(ServerException.class)
            .isThrownBy(() -> start(server, environment))
            .withMessageContaining(address + (server == Server.POSTGRES ? "/db" : ""))
            .withMessageContaining("cannot be reached");
      }
    }
  }

  private static void start(Server server, Map<String, String> environment) {
    ExternalStack.start(Set.of(server), environment::get, StackListener.silent(), ANSWER_TIME_MAX)
        .close();
  }
}
