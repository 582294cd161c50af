package dev.whiteboard.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whiteboard.stack.process.Deadline;
import dev.whiteboard.stack.process.ServerException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedRedisIT {
  private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  private Path folder;
  private EmbeddedRedis redis;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary.resolve("a \"redis\" folder");
    redis = EmbeddedRedis.start(folder);
  }

  @AfterAll
  void close() {
    redis.close();
  }

  @Test
  void start_new_isTheRedisOfThisBuild() throws IOException {
    assertThat(redis.version()).startsWith("6.2.");
    assertThat(redis.location()).isEqualTo("127.0.0.1:" + redis.port());
    assertThat(call("INFO", "persistence")).contains("aof_enabled:1");
  }

  @Test
  void stop_thenRestart_isTheSameAgain() throws IOException {
    call("SET", "stopped", "kept");
    String url = redis.url();
    redis.stop();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> call("PING"));
    redis.restart();
    assertThat(redis.url()).isEqualTo(url);
    assertThat(call("GET", "stopped")).isEqualTo("kept");
  }

  @Test
  void close_thenStart_keepsTheDataOnAnotherPort() throws IOException {
    call("SET", "closed", "kept");
    int port = redis.port();
    redis.close();
    redis = EmbeddedRedis.start(folder);
    assertThat(redis.port()).isNotEqualTo(port);
    assertThat(call("GET", "closed")).isEqualTo("kept");
  }

  @Test
  void kill_afterWrite_keepsTheData() throws IOException {
    call("SET", "killed", "kept");
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    process.destroyForcibly();
    assertThat(Deadline.after(ANSWER_TIME_MAX).await(() -> !Processes.runs(process))).isTrue();
    redis.restart();
    assertThat(call("GET", "killed")).isEqualTo("kept");
  }

  @Test
  void pause_thenResume_answersAgainOnTheSameConnection() throws IOException {
    try (RedisConnection connection = RedisConnection.open(redis.url(), SHORT)) {
      redis.pause();
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> connection.call("PING"));
      redis.resume();
      assertThat(connection.call("ECHO", "again")).isEqualTo("PONG");
    }
    assertThat(call("PING")).isEqualTo("PONG");
  }

  @Test
  void start_portIsTaken_saysSo(@TempDir Path other) {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> EmbeddedRedis.start(other, redis.port()))
        .withMessage("port " + redis.port() + " is taken");
  }

  private String call(String... command) throws IOException {
    try (RedisConnection connection = RedisConnection.open(redis.url(), ANSWER_TIME_MAX)) {
      return connection.call(command);
    }
  }
}
