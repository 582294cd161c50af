package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What those hold to that go by names and weights, and not by the order of nodes. */
abstract class WeightedPlacementContract extends PlacementContract {
  private static final int KEYS = 300_000;

  /** How far a part may be off, as a part of itself. */
  abstract double weightError();

  @Test
  void nodeOf_ofNodesInAnotherOrder_isTheSame() {
    var members = new ArrayList<>(weighted());
    var one = place(members);
    Collections.shuffle(members, new Random(1));
    var other = place(members);
    assertThat(one.nodes()).isEqualTo(other.nodes());
    Keys.hashes(10_000).forEach(hash -> assertThat(one.nodeOf(hash)).isEqualTo(other.nodeOf(hash)));
  }

  @Test
  void counts_areAsTheWeights() {
    var placement = place(weighted());
    var counts = Keys.counts(placement, KEYS);
    for (var member : weighted()) {
      var part = counts[placement.nodes().indexOf(member.name())] / (double) KEYS;
      var meant = member.weight() / 10;
      assertThat(part).as(member.name()).isCloseTo(meant, within(meant * weightError()));
    }
  }

  @Test
  void nodeOf_whenAnyNodeLeaves_movesItsKeys() {
    var members = Keys.members(200);
    assertMoves(members, members.getFirst());
    assertMoves(members, members.get(77));
  }

  private static List<Member> weighted() {
    return List.of(
        new Member("half", 0.5),
        new Member("one", 1),
        new Member("another", 1),
        new Member("two", 2),
        new Member("more", 2.5),
        new Member("most", 3));
  }
}
