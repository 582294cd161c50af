package dev.whiteboard.cdn.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class BoundedLoadTest {
  /** What nodes have, counted. */
  private static final class Counted implements BoundedLoad.Loads {
    private final long[] loads;

    Counted(int nodes) {
      loads = new long[nodes];
    }

    @Override
    public long of(int node) {
      return loads[node];
    }

    @Override
    public long total() {
      return Arrays.stream(loads).sum();
    }
  }

  @Property(tries = 100)
  void nodeOf_neverGoesOverTheBound(
      @ForAll @IntRange(min = 1, max = 20) int nodes,
      @ForAll @DoubleRange(min = 1, max = 3) double factor,
      @ForAll @IntRange(min = 1, max = 2_000) int keys,
      @ForAll boolean oneHotKey,
      @ForAll boolean rendezvous) {
    var members = Keys.members(nodes);
    RankedPlacement placement = rendezvous ? Rendezvous.of(members) : Ring.of(members, 10);
    var bounded = new BoundedLoad(placement, factor);
    var loads = new Counted(nodes);
    Keys.hashes(keys)
        .forEach(hash -> {
          var total = loads.total();
          var node = bounded.nodeOf(oneHotKey ? 5 : hash, loads);
          loads.loads[node]++;
          assertThat(loads.of(node))
              .isLessThanOrEqualTo((long) Math.ceil(factor * (total + 1) / nodes));
        });
  }

  @Test
  void room_goesByWeight() {
    var members = List.of(new Member("a", 1), new Member("b", 3));
    var bounded = new BoundedLoad(Ring.of(members, 10), 1.25);
    assertThat(bounded.room(0, 79)).isEqualTo(25);
    assertThat(bounded.room(1, 79)).isEqualTo(75);
  }

  @Test
  void nodeOf_withRoom_isTheOwner() {
    var ring = Ring.of(Keys.members(10), 100);
    var bounded = new BoundedLoad(ring, 1.25);
    var idle = new Counted(10);
    Keys.hashes(1_000)
        .forEach(hash -> assertThat(bounded.nodeOf(hash, idle)).isEqualTo(ring.nodeOf(hash)));
  }

  @Test
  void nodeOf_whoseOwnerIsFull_isTheNextWithRoom() {
    var ring = Ring.of(Keys.members(10), 100);
    var bounded = new BoundedLoad(ring, 1.25);
    var random = new SplittableRandom(3);
    for (var i = 0; i < 500; i++) {
      var hash = random.nextLong();
      var nodes = ring.nodesFrom(hash);
      var loads = new Counted(10);
      loads.loads[nodes[0]] = 500;
      loads.loads[nodes[1]] = 500;
      assertThat(bounded.nodeOf(hash, loads)).isEqualTo(nodes[2]);
    }
  }

  /** Loads are read one by one while others change them. */
  @Test
  void nodeOf_whereAllAreFull_isTheOwner() {
    var ring = Ring.of(Keys.members(3), 10);
    var full =
        new BoundedLoad.Loads() {
          @Override
          public long of(int node) {
            return 1_000;
          }

          @Override
          public long total() {
            return 10;
          }
        };
    assertThat(new BoundedLoad(ring, 1.25).nodeOf(77, full)).isEqualTo(ring.nodeOf(77));
  }

  @Test
  void of_aFactorBelowOne_isRefused() {
    var ring = Ring.of(Keys.members(3), 10);
    assertThatIllegalArgumentException().isThrownBy(() -> new BoundedLoad(ring, 0.99));
    assertThatIllegalArgumentException().isThrownBy(() -> new BoundedLoad(ring, Double.NaN));
  }
}
