package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.Strategy.Hop;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.purge.Strategy.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class StrategyTest {
  private static final Members MEMBERS =
      new Members(
          "control",
          List.of(
              node("edge-3", "west", Tier.EDGE),
              node("edge-2", "east", Tier.EDGE),
              node("edge-1", "east", Tier.EDGE),
              node("regional-e", "east", Tier.REGIONAL),
              node("regional-w", "west", Tier.REGIONAL),
              node("shield", "east", Tier.SHIELD)));

  private static PurgeNode node(String name, String region, Tier tier) {
    return new PurgeNode(name, region, tier, Optional.empty());
  }

  private static List<Hop> next(Kind kind, String self) {
    var place = new Place(MEMBERS, self);
    return Strategy.of(kind).next(place, SomeInvalidations.of(1), new SplittableRandom(1));
  }

  @Test
  void flood_atControl_tellsAllParentsFirst() {
    assertThat(next(Kind.FLOOD, "control"))
        .extracting(Hop::node)
        .containsExactly("shield", "regional-e", "regional-w", "edge-1", "edge-2", "edge-3");
    assertThat(next(Kind.FLOOD, "shield")).isEmpty();
  }

  @Test
  void tree_atControl_tellsTwoOfEachRegion() {
    assertThat(next(Kind.TREE, "control"))
        .extracting(Hop::node)
        .containsExactly("shield", "regional-e", "regional-w", "edge-3");
  }

  @Test
  void tree_atTheSecondHead_waitsForTheFirst() {
    assertThat(next(Kind.TREE, "shield"))
        .extracting(Hop::node)
        .containsExactly("regional-e", "edge-1", "edge-2");
    assertThat(next(Kind.TREE, "shield")).extracting(Hop::after).containsOnly(Duration.ZERO);
    assertThat(next(Kind.TREE, "regional-e"))
        .extracting(Hop::after)
        .containsOnly(Duration.ofMillis(20));
    assertThat(next(Kind.TREE, "edge-1")).isEmpty();
  }

  @Property(tries = 100)
  void gossip_anywhere_tellsDifferentOthers(@ForAll long seed) {
    var hops =
        new Gossip(4)
            .next(
                new Place(MEMBERS, "edge-1"), SomeInvalidations.of(1), new SplittableRandom(seed));

    assertThat(hops)
        .extracting(Hop::node)
        .hasSize(4)
        .doesNotHaveDuplicates()
        .doesNotContain("edge-1");
  }

  @Test
  void choice_byPriorityNodesAndKeys_saysWhy() {
    assertThat(kind(Priority.URGENT, 1, 224)).isEqualTo(Kind.FLOOD);
    assertThat(kind(Priority.NORMAL, 1, 224)).isEqualTo(Kind.TREE);
    assertThat(kind(Priority.NORMAL, 1, 8)).isEqualTo(Kind.FLOOD);
    assertThat(kind(Priority.NORMAL, 100, 8)).isEqualTo(Kind.TREE);
    assertThat(kind(Priority.LOW, 1, 224)).isEqualTo(Kind.GOSSIP);
    assertThat(StrategyChoice.of(Optional.of(Kind.GOSSIP), Priority.URGENT, 1, 8))
        .isEqualTo(new StrategyChoice(Kind.GOSSIP, "The caller asked for it."));
    assertThat(StrategyChoice.of(Optional.empty(), Priority.NORMAL, 2, 8).why())
        .isEqualTo("Few nodes (8) and few keys (2): a flood is cheap.");
  }

  private static Kind kind(Priority priority, int keys, int nodes) {
    return StrategyChoice.of(Optional.empty(), priority, keys, nodes).kind();
  }
}
