package dev.whiteboard.cdn.ring;

import java.util.List;

/**
 * Jump consistent hash: the owner by a few steps of arithmetic, without any memory. Nodes are
 * numbers here: only the last may leave without moving keys of others, and the order of nodes
 * counts.
 */
public final class Jump implements Placement {
  /*
   * Think of a key as nodes come one by one [1]. With the n-th it moves there with probability 1/n,
   * and else stays: so each of n nodes ends up with 1/n of all keys. Whether it moves is drawn from
   * a generator that the key seeds, so all see the same. Instead of drawing n times it jumps:
   * having moved to node b, the next move is to node j or higher with probability (b + 1) / j, so
   * of a uniform r it is floor((b + 1) / r). That takes ln(n) + 1 draws: 6 at 200 nodes.
   *
   * The generator and the constant are the paper's, so that others who use it agree with us. Two
   * tiers of as many nodes each must not use one hash: all keys of node 3 would go on to node 3.
   *
   * [1] Lamping, Veach: A Fast, Minimal Memory, Consistent Hash Algorithm, 2014
   */

  private static final long MULTIPLIER = 2862933555777941757L;

  private final List<String> nodes;

  private Jump(List<String> nodes) {
    this.nodes = nodes;
  }

  /**
   * Nodes in an order that all must know.
   *
   * @throws IllegalArgumentException where their weights differ, or a node comes twice
   */
  public static Jump of(List<Member> members) {
    if (!members.isEmpty() && !Member.areEven(members)) {
      throw new IllegalArgumentException("jump knows no weights");
    }
    return new Jump(Names.of(Names.distinct(members)));
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    return jump(keyHash, nodes.size());
  }

  /** The owner of a key among so many. */
  static int jump(long keyHash, int count) {
    var seed = keyHash;
    var at = 0L;
    var next = 0L;
    while (next < count) {
      at = next;
      seed = seed * MULTIPLIER + 1;
      next = (long) ((at + 1) * (0x1p31 / ((seed >>> 33) + 1)));
    }
    return (int) at;
  }
}
