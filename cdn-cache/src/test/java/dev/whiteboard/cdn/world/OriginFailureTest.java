package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An origin that fails in each way there is: what clients get, and how often it is asked. */
final class OriginFailureTest {
  private static final int CLIENTS = 60;
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(20);

  private SmallWorld world;

  @BeforeEach
  void start() throws Exception {
    world = SmallWorld.start();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void answers503_underLoad_isAskedOnceForEachClientAtMost() throws Exception {
    world
        .origin()
        .does(request -> CountingOrigin.answer(request, 503, "down", "Cache-Control", "no-store"));

    var answers = world.crowd(CLIENTS, "/503");

    assertThat(answers).extracting(SmallWorld.Answer::status).containsOnly(503);
    assertThat(world.origin().asked("/503")).isBetween(1L, (long) CLIENTS);
  }

  @Test
  void closesWithoutAnAnswer_underLoad_isAskedOnceAndTheFailureRemembered() throws Exception {
    world.origin().does(request -> request.connection().close());

    var answers = world.crowd(CLIENTS, "/closes");

    assertThat(answers).extracting(SmallWorld.Answer::status).containsOnly(502);
    // A second passes here and there, on a machine that is busy.
    assertThat(world.origin().asked("/closes")).isBetween(1L, 5L);
    await()
        .until(() -> {
          var before = world.origin().asked("/closes");
          world.get("edge-eu-1", "/closes");
          return world.origin().asked("/closes") > before;
        });
  }

  @Test
  void dies_staleIsServedAsLongAsAllowed_elseAReason() throws Exception {
    world.origin().answers(200, "stale", "Cache-Control", "max-age=10, stale-if-error=60");
    for (var edge : world.edges()) {
      world.get(edge, "/allowed");
    }
    world.origin().answers(200, "strict", "Cache-Control", "max-age=10, must-revalidate");
    world.get("edge-eu-1", "/strict");
    world.origin().dies();
    world.pass(Duration.ofSeconds(20));

    for (var answer : world.crowd(CLIENTS, "/allowed")) {
      assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("stale");
    }
    isUnreachable(world.get("edge-eu-1", "/strict"));
    isUnreachable(world.get("edge-eu-1", "/never-seen"));

    world.pass(Duration.ofSeconds(60));
    isUnreachable(world.get("edge-eu-1", "/allowed"));
  }

  @Test
  void dies_andIsBack_breakerOpensAndCloses() throws Exception {
    world.origin().answers(200, "back", "Cache-Control", "no-store");
    world.origin().dies();
    await()
        .atMost(RECOVERS_WITHIN)
        .until(() -> {
          var answers = world.crowd(CLIENTS, "/" + System.nanoTime());
          return answers.stream().anyMatch(it -> it.body().contains("not answered for a while"))
              || oneByOne(15).contains("not answered for a while");
        });

    world.origin().isBack();

    await().atMost(RECOVERS_WITHIN).until(() -> oneByOne(1).equals("back"));
    assertThat(oneByOne(20)).isEqualTo("back".repeat(20));
  }

  @Test
  void breaksOffWithinABody_isNotKept_andAskedAgain() throws Exception {
    world
        .origin()
        .does(request -> {
          var response =
              request.response().putHeader("Cache-Control", "max-age=60").setChunked(true);
          response.write("only the beg").onComplete(_ -> request.connection().close());
        });

    var broken = world.begin("edge-eu-1", "/breaks");

    assertThat(broken).failsWithin(RECOVERS_WITHIN);
    world.origin().answers(200, "whole", "Cache-Control", "max-age=60");
    await()
        .untilAsserted(() -> {
          var whole = world.get("edge-eu-1", "/breaks");
          assertThat(whole.status()).isEqualTo(200);
          assertThat(whole.body()).isEqualTo("whole");
        });
  }

  @Test
  void errorOfTheOrigin_isNoFailureOfANode() throws Exception {
    world.origin().answers(500, "broken inside", "Cache-Control", "no-store");
    for (var i = 0; i < 20; i++) {
      world.get("edge-eu-1", "/500-" + i);
    }
    world.origin().answers(200, "fine", "Cache-Control", "no-store");

    assertThat(world.get("edge-eu-1", "/fine").path()).hasSize(4);
  }

  private String oneByOne(int requests) throws Exception {
    var bodies = new StringBuilder();
    for (var i = 0; i < requests; i++) {
      bodies.append(world.get("edge-eu-1", "/one/" + System.nanoTime()).body());
    }
    return bodies.toString();
  }

  private static void isUnreachable(SmallWorld.Answer answer) {
    assertThat(answer.status()).describedAs(answer.body()).isEqualTo(504);
    var problem = new JsonObject(answer.body());
    assertThat(problem.getString("detail")).startsWith("The origin can't be asked.");
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(List.of("shield")).containsAnyOf(answer.path().toArray(String[]::new));
  }
}
