package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every placement holds to. */
abstract class PlacementContract {
  private static final int NODES = 200;
  private static final int KEYS = 1_000_000;

  /** Places keys on these. */
  abstract Placement place(List<Member> members);

  /** The largest part that a node may have of 200, as a multiple of the average. */
  abstract double largestPartMax();

  /** The smallest. */
  abstract double smallestPartMin();

  /** What part of all keys may move without need when the last node leaves. */
  double movedInVainMax() {
    return 0;
  }

  @Test
  void nodeOf_isOneOfTheNodes() {
    for (var count : new int[] {1, 2, 3, 7, 100}) {
      var placement = place(Keys.members(count));
      assertThat(placement.nodes()).hasSize(count);
      Keys.hashes(1_000)
          .forEach(hash -> assertThat(placement.nodeOf(hash)).isBetween(0, count - 1));
      for (var hash : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(placement.nodeOf(hash)).isBetween(0, count - 1);
      }
    }
  }

  @Test
  void nodeOf_inAnotherInstance_isTheSame() {
    var one = place(Keys.members(20));
    var other = place(Keys.members(20));
    Keys.hashes(10_000).forEach(hash -> assertThat(one.nodeOf(hash)).isEqualTo(other.nodeOf(hash)));
  }

  @Test
  void counts_atManyNodes_areBalanced() {
    var counts = Keys.counts(place(Keys.members(NODES)), KEYS);
    var average = (double) KEYS / NODES;
    assertThat(Arrays.stream(counts).max().orElseThrow() / average).isLessThan(largestPartMax());
    assertThat(Arrays.stream(counts).min().orElseThrow() / average)
        .isGreaterThan(smallestPartMin());
  }

  @Test
  void nodeOf_whenTheLastNodeLeaves_movesItsKeys() {
    var members = Keys.members(NODES);
    assertMoves(members, members.getLast());
  }

  /** Asserts that its keys move, and of others no more than may. */
  final void assertMoves(List<Member> members, Member leaves) {
    var before = place(members);
    var after = place(members.stream().filter(member -> !member.equals(leaves)).toList());
    var inVain =
        Keys.hashes(KEYS)
            .filter(hash -> !Keys.owner(before, hash).equals(leaves.name()))
            .filter(hash -> !Keys.owner(before, hash).equals(Keys.owner(after, hash)))
            .count();
    assertThat((double) inVain / KEYS).isLessThanOrEqualTo(movedInVainMax());
    assertThat(after.nodes()).doesNotContain(leaves.name());
  }

  @Test
  void place_ofNone_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> place(List.of()));
  }

  @Test
  void place_ofOneTwice_isRefused() {
    var twice = List.of(new Member("a"), new Member("b"), new Member("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> place(twice)).withMessageContaining("a");
  }
}
