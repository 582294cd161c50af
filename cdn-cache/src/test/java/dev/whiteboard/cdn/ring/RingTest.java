package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.whiteboard.cdn.ring.Ring.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RingTest extends RankedPlacementContract {
  @Override
  Placement place(List<Member> members) {
    return Ring.of(members, Ring.POINTS_EACH);
  }

  @Override
  double largestPartMax() {
    return 1.30;
  }

  @Override
  double smallestPartMin() {
    return 0.75;
  }

  @Override
  double weightError() {
    return 0.25;
  }

  /** The circle as a tree, which needs no index. */
  @Property(tries = 300)
  void nodeOf_isTheFirstPointAtOrAfter(
      @ForAll @Size(min = 1, max = 60) List<Long> at, @ForAll @Size(max = 60) List<Long> keys) {
    var ring = ring(at);
    var circle = new TreeMap<Long, Integer>(Long::compareUnsigned);
    for (var node = at.size() - 1; node >= 0; node--) {
      circle.put(at.get(node), node);
    }
    var asked = new ArrayList<>(keys);
    at.forEach(point -> asked.addAll(List.of(point - 1, point, point + 1)));
    for (var key : asked) {
      var found = circle.ceilingEntry(key);
      var expected = found == null ? circle.firstEntry() : found;
      assertThat(ring.nodeOf(key)).isEqualTo(expected.getValue());
    }
  }

  /** All points in one bucket: the index is of no use, and the answer the same. */
  @Property(tries = 100)
  void nodeOf_withAllPointsTogether_isTheFirstAtOrAfter(
      @ForAll @IntRange(min = 9, max = 500) int n) {
    var at = new ArrayList<Long>();
    for (var i = 0L; i < n; i++) {
      at.add(0x7000_0000_0000_0000L + 2 * i);
    }
    var ring = ring(at);
    for (var i = 0; i < n; i++) {
      assertThat(ring.nodeOf(at.get(i))).isEqualTo(i);
      assertThat(ring.nodeOf(at.get(i) - 1)).isEqualTo(i);
    }
    assertThat(ring.nodeOf(at.getLast() + 1)).isZero();
  }

  /** A node for each point, in this order. */
  private static Ring ring(List<Long> at) {
    var points = new ArrayList<Point>();
    for (var node = 0; node < at.size(); node++) {
      points.add(new Point(at.get(node), node));
    }
    return new Ring(Keys.members(at.size()), 1, points);
  }

  @Test
  void nodeOf_ofEqualPoints_isTheFirstByName_andTheOtherIsNext() {
    var ring =
        new Ring(
            Keys.members(3),
            1,
            List.of(new Point(5, 2), new Point(9, 0), new Point(5, 1), new Point(5, 1)));
    assertThat(ring.nodeOf(3)).isEqualTo(1);
    assertThat(ring.nodesFrom(3)).containsExactly(1, 2, 0);
    assertThat(ring.shares()[2]).isZero();
  }

  @Property(tries = 30)
  void nodeOf_whenOneComes_movesKeysToItOnly(
      @ForAll @IntRange(min = 1, max = 30) int nodes,
      @ForAll @IntRange(min = 1, max = 20) int weight) {
    var before = Ring.of(Keys.members(nodes), 20);
    var after = before.with("new", weight);
    Keys.hashes(2_000)
        .filter(hash -> !Keys.owner(before, hash).equals(Keys.owner(after, hash)))
        .forEach(hash -> assertThat(Keys.owner(after, hash)).isEqualTo("new"));
  }

  @Test
  void with_aHeavierWeight_keepsWhatTheNodeHad() {
    var before = Ring.of(Keys.members(10), 20);
    var name = before.nodes().get(3);
    var after = before.with(name, 3);
    Keys.hashes(5_000)
        .filter(hash -> Keys.owner(before, hash).equals(name))
        .forEach(hash -> assertThat(Keys.owner(after, hash)).isEqualTo(name));
    assertThat(after.shares()[3]).isGreaterThan(before.shares()[3]);
    assertThat(after.nodes()).isEqualTo(before.nodes());
  }

  @Test
  void without_afterWith_isTheSameAgain() {
    var ring = Ring.of(Keys.members(10), 20);
    var again = ring.with("new", 2).without("new");
    Keys.hashes(5_000).forEach(hash -> assertThat(again.nodeOf(hash)).isEqualTo(ring.nodeOf(hash)));
  }

  @Test
  void without_aNodeThatIsNotThere_isRefused() {
    var ring = Ring.of(List.of("a", "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.without("c"));
    assertThatIllegalArgumentException().isThrownBy(() -> ring.without("a").without("b"));
  }

  @Test
  void of_withTooManyOrNoPoints_isRefused() {
    var members = Keys.members(10);
    assertThatIllegalArgumentException().isThrownBy(() -> Ring.of(members, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Ring.of(members, Ring.POINTS_MAX));
  }

  @Test
  void shares_areWhatKeysAreCounted() {
    var ring = Ring.of(Keys.members(20), 100);
    var shares = ring.shares();
    var counts = Keys.counts(ring, 1_000_000);
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
    for (var node = 0; node < shares.length; node++) {
      assertThat(counts[node] / 1e6).isCloseTo(shares[node], within(0.002));
    }
  }

  @Test
  void shares_ofOneNode_areAll() {
    assertThat(ring(List.of(7L)).shares()).containsExactly(1);
    assertThat(ring(List.of(7L, 7L)).shares()).containsExactly(1, 0);
    assertThat(ring(List.of(0L, Long.MIN_VALUE)).shares()).containsExactly(0.5, 0.5);
  }

  @Test
  void bytes_areTwentyAPointAtMost() {
    var ring = Ring.of(Keys.members(200), 160);
    assertThat(ring.bytes() / (200.0 * 160)).isBetween(16.0, 20.0);
  }
}
