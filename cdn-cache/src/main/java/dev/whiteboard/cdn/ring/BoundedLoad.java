package dev.whiteboard.cdn.ring;

import java.util.Arrays;

/**
 * Consistent hashing with bounded loads: a key goes to the first node behind it that still has
 * room, so that none has more than a given multiple of its fair part.
 *
 * <p>It knows no load itself: who asks says what each node has now.
 */
public final class BoundedLoad {
  /*
   * A ring gives its largest node 1.20 times the average, and one hot key gives it more. Here [1] a
   * node has room for
   *
   *     ceil(c * (load of all + 1) * its part of all weight)
   *
   * and a key whose owner is full walks on. The room of all together is more than the load of all,
   * so somebody always has some. With c = 1.25 and 10 nodes that have 79 keys, the next key finds
   * room for ceil(1.25 * 80 / 10) = 10 at each. A small c balances better and walks further: a node
   * that comes or goes moves O(1/e^2) keys for each of its own, where c = 1 + e.
   *
   * [1] Mirrokni, Thorup, Zadimoghaddam: Consistent Hashing with Bounded Loads, 2016
   */

  /** Above it hardly anything is bounded. */
  public static final double FACTOR_MAX = 100;

  private final RankedPlacement placement;
  private final double factor;
  private final double[] weights;
  private final double weightOfAll;

  /** What the nodes have, now. */
  public interface Loads {
    /** What one has. */
    long of(int node);

    /** What all have together. */
    long total();
  }

  /**
   * Over a placement.
   *
   * @param factor how many times its fair part a node may have, 1 or more
   */
  public BoundedLoad(RankedPlacement placement, double factor) {
    if (!(factor >= 1 && factor <= FACTOR_MAX)) {
      throw new IllegalArgumentException("a load bounded to " + factor + " of the average");
    }
    this.placement = placement;
    this.factor = factor;
    this.weights = placement.members().stream().mapToDouble(Member::weight).toArray();
    this.weightOfAll = Arrays.stream(weights).sum();
  }

  /**
   * Who takes one more for this key: its owner, or the first behind it that has room. Where none
   * has, because loads changed in between, its owner.
   */
  public int nodeOf(long keyHash, Loads loads) {
    var total = loads.total();
    var found = placement.firstFrom(keyHash, node -> loads.of(node) < room(node, total));
    return found < 0 ? placement.nodeOf(keyHash) : found;
  }

  /** What a node may have when one more has come to that many. */
  public long room(int node, long total) {
    return (long) Math.ceil(factor * (total + 1) * weights[node] / weightOfAll);
  }
}
