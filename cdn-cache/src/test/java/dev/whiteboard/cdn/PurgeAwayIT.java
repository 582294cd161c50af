package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.EmbeddedKafka;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is away: nothing is invalidated, and nothing that was is forgotten. */
final class PurgeAwayIT {
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void kafka_stopsAndComesBack_purgesAreRefusedMeanwhileAndEdgesServe() throws Exception {
    try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        var world = PurgeWorld.start(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.url()))) {
      world.fill("/away/page");
      world.invalidate(wish());
      world.fill("/away/page");
      var asked = world.origin().asked("/away/page");

      kafka.stop();
      assertRefused(world);
      for (var edge : world.edges()) {
        assertThat(world.get(edge, "/away/page").fields().get("cache-status")).contains("; hit");
      }
      assertThat(world.origin().asked("/away/page")).isEqualTo(asked);

      kafka.restart();
      var version = world.origin().change("/away/page");
      awaitAccepted(world);
      await()
          .atMost(BACK_WITHIN)
          .until(() -> world.get(world.edges().getFirst(), "/away/page").version() == version);
      assertThat(world.isKeptBefore("/away/page", version)).isFalse();
    }
  }

  @Test
  void kafka_awayAtTheStart_edgesServeAndPurgesGoOnceItIsThere() throws Exception {
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    try (kafka) {
      kafka.stop();
      try (var world = PurgeWorld.startWithoutLog(Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.url()))) {
        world.fill("/cold/page");
        world.fill("/cold/page");
        assertThat(world.origin().asked("/cold/page")).isEqualTo(1);
        assertRefused(world);

        kafka.restart();
        await().atMost(BACK_WITHIN).until(world::isJoined);
        awaitAccepted(world);
      }
    }
  }

  private static void assertRefused(PurgeWorld world) {
    var refused = world.control(HttpMethod.POST, "/v1/invalidations", wish().toBuffer());
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().getString("detail")).contains("Nothing is invalidated");
    var ready = world.control(HttpMethod.GET, "/health/ready", Buffer.buffer());
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body().toString()).contains("kafka");
    assertThat(world.control(HttpMethod.GET, "/health/live", Buffer.buffer()).status())
        .isEqualTo(200);
  }

  private static void awaitAccepted(PurgeWorld world) {
    await()
        .atMost(BACK_WITHIN)
        .until(
            () -> world.control(HttpMethod.POST, "/v1/invalidations", wish().toBuffer()).status(),
            status -> status == 202);
  }

  private static JsonObject wish() {
    return new JsonObject().put("tags", new JsonArray().add("away"));
  }
}
