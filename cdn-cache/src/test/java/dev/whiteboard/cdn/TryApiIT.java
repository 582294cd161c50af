package dev.whiteboard.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the control plane sends for a page, and the feed that it draws from. */
@NeedsStack(Server.KAFKA)
final class TryApiIT {
  private static TestWorld world;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    world = TestWorld.start(stack);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void try_crowdOnAColdKey_hasOneAnswerOfTheOrigin() throws Exception {
    var answers = tried("edge-eu-1", "/slow?ms=300", 20).getJsonArray("answers");

    assertThat(answers).hasSize(20);
    assertThat(IntStream.range(0, 20).mapToObj(answers::getJsonObject))
        .allSatisfy(answer -> {
          assertThat(answer.getInteger("status")).isEqualTo(200);
          assertThat(answer.getJsonObject("fields").getString("x-origin-count")).isEqualTo("1");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"shield", "example.org", "127.0.0.1:8490", "edge-eu-1@example.org"})
  void try_whatIsNoEdge_isNotFound(String edge) throws Exception {
    assertThat(world.post("/v1/try", question(edge, "/", 1)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org/", "x", "/a b", "/a\r\nHost: b", "/a#b"})
  void try_whatIsNoPath_isRefused(String path) throws Exception {
    var answer = world.post("/v1/try", question("edge-eu-1", path, 1));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"path\"");
  }

  /** Two slashes begin no other host: the edge is asked, for a path that is odd. */
  @Test
  void try_pathThatLooksLikeAHost_staysAtTheEdge() throws Exception {
    var answer = tried("edge-eu-1", "//example.org/", 1).getJsonArray("answers").getJsonObject(0);

    assertThat(answer.getJsonObject("fields").getString("via")).contains("edge-eu-1");
  }

  @Test
  void try_tooManyTimes_isRefused() throws Exception {
    assertThat(world.post("/v1/try", question("edge-eu-1", "/", 201)).statusCode()).isEqualTo(400);
  }

  @Test
  void try_edgeOff_hasAnAnswerWithoutStatus() throws Exception {
    world.service().world().node("edge-us-2").orElseThrow().switchOff();

    var answer = tried("edge-us-2", "/", 1).getJsonArray("answers").getJsonObject(0);

    assertThat(answer.getInteger("status")).isZero();
  }

  @Test
  void live_tellsTheWorldAtOnceAndAgain() throws Exception {
    try (var lines = world.lines("/v1/live").body()) {
      var events = lines.filter(line -> line.startsWith("data: ")).limit(2).toList();

      assertThat(events).hasSize(2);
      var told = new JsonObject(events.getLast().substring("data: ".length()));
      assertThat(told.getJsonArray("nodes")).hasSize(8);
      assertThat(told.getJsonArray("nodes").getJsonObject(0).getLong("bytes")).isNotNegative();
    }
  }

  private static JsonObject tried(String edge, String path, int times) throws Exception {
    var answer = world.post("/v1/try", question(edge, path, times));
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static JsonObject question(String edge, String path, int times) {
    return new JsonObject().put("edge", edge).put("path", path).put("times", times);
  }
}
