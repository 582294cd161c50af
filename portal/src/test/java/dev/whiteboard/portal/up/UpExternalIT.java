package dev.whiteboard.portal.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --external} against servers that somebody else runs. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class UpExternalIT {
  @TempDir Path temporary;

  @Test
  void up_withServersOfOthers_usesThemAndStartsNone(TestStack stack) throws Exception {
    var state = temporary.resolve("state");
    var environment =
        Map.of(
            "WHITEBOARD_STATE", state.toString(),
            "DATABASE_URL", stack.databaseUrl(),
            "REDIS_URL", stack.redisUrl(),
            "SHORTENER_REDIS_PREFIX", stack.redisKeyPrefix(),
            "RATELIMIT_REDIS_PREFIX", stack.redisKeyPrefix(),
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
            "SHORTENER_KAFKA_PREFIX", stack.topicPrefix());
    try (var up = UpProcess.start(temporary, environment, "--external").awaitReady()) {
      assertThat(up.out()).contains(stack.kafkaBootstrapServers()).doesNotContain("ADMIN_KEY");
      assertThat(state.resolve("servers")).doesNotExist();
      var status = new JsonObject(up.get("portal", "/api/v1/status").body());
      assertThat(status.getJsonArray("servers"))
          .hasSize(3)
          .allSatisfy(
              server -> assertThat((JsonObject) server).contains(Map.entry("mode", "external")));

      var code = up.shorten("https://example.com/external").getString("code");

      assertThat(up.get("url-shortener", "/" + code).statusCode()).isEqualTo(302);
      assertThat(up.terminate().awaitExit()).isZero();
    }
  }
}
