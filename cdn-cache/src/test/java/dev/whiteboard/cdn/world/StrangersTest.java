package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.tier.NodeFields;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that nodes write for each other, written by somebody else. */
final class StrangersTest {
  private static final String[] PRETENDING = {
    NodeFields.SECRET,
    SmallWorld.SECRET,
    NodeFields.MESSAGE,
    "health",
    NodeFields.SCHEME,
    "https",
    NodeFields.EPOCH,
    "999999",
    NodeFields.DEADLINE,
    "1",
    NodeFields.RETRIED,
    "1",
    NodeFields.REFRESH,
    "1",
    "X-Node-Other",
    "1",
    "X-Forwarded-For",
    "203.0.113.9",
    "X-Forwarded-Host",
    "evil.example"
  };

  private static SmallWorld world;

  @BeforeAll
  static void start() throws Exception {
    world = SmallWorld.start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void atAnEdge_theyMeanNothing_andTheOriginSeesNone() throws Exception {
    world.origin().answers(200, "for a client", "Cache-Control", "max-age=60");

    var answer = world.get("edge-eu-1", "/pretends", PRETENDING);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("for a client");
    assertThat(answer.path()).hasSize(4);
    var seen = world.origin().asked().getLast().headers();
    assertThat(seen)
        .map(line -> line.toLowerCase(Locale.ROOT))
        .noneMatch(line -> line.startsWith(NodeFields.PREFIX))
        .noneMatch(line -> line.contains("203.0.113.9") || line.contains("evil.example"))
        .noneMatch(line -> line.contains(SmallWorld.SECRET));
  }

  @Test
  void atAnEdge_theyAreNoPartOfTheKey() throws Exception {
    world.origin().answers(200, "one key", "Cache-Control", "max-age=60");
    world.get("edge-eu-2", "/key", PRETENDING);

    assertThat(world.get("edge-eu-2", "/key").isHit()).isTrue();
  }

  @Test
  void fromTheOrigin_noClientSeesThem() throws Exception {
    world.origin().answers(200, "pretends too", "X-Node-Epoch", "7", "X-Node-Secret", "s");

    var answer = world.get("edge-eu-1", "/origin-pretends");

    assertThat(answer.headers().names())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .noneMatch(name -> name.startsWith(NodeFields.PREFIX));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-secret-that-all-nodes-knoW", "a-secret", "\u00fc"})
  void atANode_withoutTheSecret_nothingIsSaid(String secret) throws Exception {
    var asked = world.origin().asked().size();
    for (var node : world.world().nodes()) {
      for (var message : new String[] {"health", "x", ""}) {
        var answer =
            message.isEmpty()
                ? world.ask(node, "/inside", NodeFields.SECRET, secret)
                : world.ask(node, "/", NodeFields.SECRET, secret, NodeFields.MESSAGE, message);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain(node.spec().name());
        assertThat(answer.header("via")).isEmpty();
      }
    }
    assertThat(world.origin().asked()).hasSize(asked);
  }

  @Test
  void atANode_withTheSecret_itAnswers() throws Exception {
    world.origin().answers(200, "for a node", "Cache-Control", "no-store");
    var shield = world.node("shield");

    var health =
        world.ask(shield, "/", NodeFields.SECRET, SmallWorld.SECRET, NodeFields.MESSAGE, "health");
    var miss = world.ask(shield, "/inside", NodeFields.SECRET, SmallWorld.SECRET);

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body()).contains("shield");
    assertThat(miss.body()).isEqualTo("for a node");
  }
}
