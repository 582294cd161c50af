package dev.whiteboard.cdn.ring;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Hashes and names to place. */
final class Keys {
  private static final long SEED = 42;

  private Keys() {}

  /** So many hashes, always the same. */
  static LongStream hashes(int count) {
    return new SplittableRandom(SEED).longs(count);
  }

  /** As many nodes, all of weight 1. */
  static List<Member> members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Member("edge-" + i + ".example:8440"))
        .toList();
  }

  /** How many of the hashes each node owns. */
  static long[] counts(Placement placement, int count) {
    var counts = new long[placement.nodes().size()];
    hashes(count).forEach(hash -> counts[placement.nodeOf(hash)]++);
    return counts;
  }

  /** By name. */
  static String owner(Placement placement, long hash) {
    return placement.nodes().get(placement.nodeOf(hash));
  }
}
