package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.kit.run.EventLoops;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who waits how long: each tier less than the one below. */
final class DeadlineTest {
  /** What an edge waits for the head of an answer. */
  private static final long EDGE_MILLIS = 10_000;

  private static final Duration TOLD_WITHIN = Duration.ofSeconds(18);

  @Test
  void originHangs_clientsAreToldByThenWhy_andItWasAskedOnce() throws Exception {
    try (var world = SmallWorld.start()) {
      world.origin().does(_ -> {});
      var from = System.nanoTime();

      var answers = world.crowd(40, "/hangs");

      var millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
      assertThat(answers).extracting(SmallWorld.Answer::status).containsOnly(504);
      assertThat(answers).allMatch(answer -> answer.body().contains("did not answer"));
      assertThat(answers).allMatch(answer -> answer.path().contains("shield"));
      assertThat(millis).isLessThan(TOLD_WITHIN.toMillis());
      assertThat(world.origin().asked("/hangs")).isOne();
    }
  }

  /** The node above the edge is a server of the test's, which sees what it is told. */
  @Test
  void nodeAbove_isToldLessThanTheNodeBelowWaits() throws Exception {
    var loops = EventLoops.open();
    try (var above = CountingOrigin.start(loops.vertx());
        var world = SmallWorld.start(below(above.uri().getPort()), List.of("top"))) {
      above.answers(200, "from above", "Cache-Control", "no-store");

      assertThat(world.get("edge", "/told").body()).isEqualTo("from above");

      var told = told(above, "/told");
      assertThat(told).isLessThan(EDGE_MILLIS - 900).isPositive();
      assertThat(world.get("edge", "/again", NodeFields.DEADLINE, "1").status()).isEqualTo(200);
      assertThat(told(above, "/again")).isGreaterThan(EDGE_MILLIS / 2);
    } finally {
      loops.close();
    }
  }

  @Test
  void clientLeaves_nobodyWaitsForIt_andWhatMayBeKeptStillComes() throws Exception {
    try (var world = SmallWorld.start()) {
      world
          .origin()
          .answersAfter(Duration.ofSeconds(1), "for later", "Cache-Control", "max-age=60");
      var leaves = world.beginAndLeave("edge-eu-1", "/leaves");
      await().until(() -> world.origin().asked("/leaves") == 1);
      leaves.run();

      await().until(() -> world.get("edge-eu-1", "/leaves").body().equals("for later"));

      assertThat(world.origin().asked("/leaves")).isOne();
    }
  }

  private static long told(CountingOrigin above, String uri) {
    return above.asked().stream()
        .filter(asked -> asked.uri().equals(uri))
        .flatMap(asked -> asked.headers().stream())
        .filter(line -> line.startsWith(NodeFields.DEADLINE + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(NodeFields.DEADLINE.length() + 2)))
        .findFirst()
        .orElseThrow();
  }

  /** The edge asks a node in the middle, and that the one above. */
  private static Topology below(int port) {
    var ports = Optional.of(new NodeSpec.Ports(0, 0));
    return new Topology(
        List.of(
            new NodeSpec("edge", Tier.EDGE, "eu", "127.0.0.1", 0, ports, List.of("mid")),
            new NodeSpec(
                "mid", Tier.REGIONAL, "eu", "127.0.0.1", 0, Optional.empty(), List.of("top")),
            new NodeSpec(
                "top", Tier.SHIELD, "eu", "127.0.0.1", port, Optional.empty(), List.of())));
  }
}
