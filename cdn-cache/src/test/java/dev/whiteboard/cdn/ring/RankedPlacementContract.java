package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What those hold to that know who comes after the owner. */
abstract class RankedPlacementContract extends WeightedPlacementContract {
  private RankedPlacement ranked(int nodes) {
    return (RankedPlacement) place(Keys.members(nodes));
  }

  @Test
  void nodesFrom_hasEachNodeOnce_theOwnerFirst() {
    var placement = ranked(12);
    Keys.hashes(1_000)
        .forEach(hash -> {
          var nodes = placement.nodesFrom(hash);
          assertThat(nodes[0]).isEqualTo(placement.nodeOf(hash));
          assertThat(nodes).containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
        });
  }

  @Test
  void nodesFrom_tellsWhoOwnsTheKeyNext() {
    var members = Keys.members(12);
    var placement = ranked(12);
    for (var leaves : members) {
      var rest = place(members.stream().filter(member -> !member.equals(leaves)).toList());
      Keys.hashes(1_000)
          .filter(hash -> Keys.owner(placement, hash).equals(leaves.name()))
          .forEach(hash ->
              assertThat(placement.nodes().get(placement.nodesFrom(hash)[1]))
                  .isEqualTo(Keys.owner(rest, hash)));
    }
  }

  @Test
  void firstFrom_isTheFirstThatWillDo() {
    var placement = ranked(12);
    Keys.hashes(1_000)
        .forEach(hash -> {
          var third = placement.nodesFrom(hash)[2];
          var first = Arrays.copyOf(placement.nodesFrom(hash), 2);
          assertThat(placement.firstFrom(hash, node -> node != first[0] && node != first[1]))
              .isEqualTo(third);
        });
  }

  @Test
  void firstFrom_whereNoneWillDo_isNobody() {
    assertThat(ranked(12).firstFrom(5, _ -> false)).isEqualTo(-1);
    assertThat(ranked(1).firstFrom(5, _ -> false)).isEqualTo(-1);
  }

  @Test
  void members_areTheNodes() {
    assertThat(ranked(7).members()).map(Member::name).isEqualTo(ranked(7).nodes());
  }
}
