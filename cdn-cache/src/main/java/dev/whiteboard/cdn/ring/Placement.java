package dev.whiteboard.cdn.ring;

import java.util.List;

/**
 * Gives each key one of the nodes, the same for all who ask, and moves few keys when nodes come and
 * go. Immutable.
 */
public interface Placement {
  /** The nodes, each once. */
  List<String> nodes();

  /**
   * Who owns a key.
   *
   * @param keyHash of good quality: all 64 bits count; {@link XxHash64} makes one
   * @return a place in {@link #nodes()}
   */
  int nodeOf(long keyHash);
}
