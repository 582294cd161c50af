package dev.whiteboard.cdn.ring;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A placement that also knows who comes after the owner: who takes a key over when the owner is
 * gone, and where its replicas lie.
 *
 * <p>The one who comes next is the one who would own the key if those before him had never been
 * there. So nothing moves twice: who fails over today asks where the key will be tomorrow.
 */
public interface RankedPlacement extends Placement {
  /** The owner first, then those who follow; each node once, all of them. */
  int[] nodesFrom(long keyHash);

  /**
   * The first of {@link #nodesFrom} that will do.
   *
   * @return a place in {@link #nodes()}, or -1 where none will do
   */
  int firstFrom(long keyHash, IntPredicate willDo);

  /** The nodes with their weights, as in {@link #nodes()}. */
  List<Member> members();
}
