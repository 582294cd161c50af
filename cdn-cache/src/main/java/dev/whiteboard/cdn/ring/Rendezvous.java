package dev.whiteboard.cdn.ring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Highest random weight: each node draws a number for a key, and the highest has it. Balanced like
 * dice and without any table, at the price of asking every node.
 */
public final class Rendezvous implements RankedPlacement {
  /*
   * A node's number for a key depends on the two alone [1]. So when a node leaves, the keys it had
   * go each to the second highest, spread over all others, and no other key moves.
   *
   * With weights, uniform u in (0, 1) becomes -weight / ln(u) [2]: -ln(u) / weight is how long one
   * waits for an event that comes weight times a second, and of several such the chance to come
   * first is the part of all weight. The logarithm rises with u, so nodes of even weight compare u
   * itself.
   *
   * [1] Thaler, Ravishankar: Using Name-Based Mappings to Increase Hit Rates, 1998
   * [2] Schindelhauer, Schomaker: Weighted Distributed Hash Tables, 2005
   */

  private final List<Member> members;
  private final List<String> nodes;
  private final long[] hashes;
  private final double[] weights;
  private final boolean even;

  private Rendezvous(List<Member> members) {
    this.members = members;
    this.nodes = Names.of(members);
    this.hashes = nodes.stream().mapToLong(XxHash64::hash).toArray();
    this.weights = members.stream().mapToDouble(Member::weight).toArray();
    this.even = Member.areEven(members);
  }

  /** Nodes with their weights, in any order. */
  public static Rendezvous of(List<Member> members) {
    return new Rendezvous(Names.sorted(members));
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    return even ? highestNumber(keyHash) : highestScore(keyHash);
  }

  private int highestNumber(long keyHash) {
    var found = 0;
    var highest = -1L;
    for (var node = 0; node < hashes.length; node++) {
      var number = number(keyHash, node);
      if (number > highest) {
        highest = number;
        found = node;
      }
    }
    return found;
  }

  private int highestScore(long keyHash) {
    var found = 0;
    var highest = 0.0;
    for (var node = 0; node < hashes.length; node++) {
      var score = score(keyHash, node);
      if (score > highest) {
        highest = score;
        found = node;
      }
    }
    return found;
  }

  /** Of 53 bits, as many as a double tells apart. */
  private long number(long keyHash, int node) {
    return XxHash64.avalanche(keyHash ^ hashes[node]) >>> 11;
  }

  private double score(long keyHash, int node) {
    return -weights[node] / Math.log((number(keyHash, node) + 0.5) * 0x1p-53);
  }

  @Override
  public int[] nodesFrom(long keyHash) {
    return IntStream.range(0, hashes.length)
        .boxed()
        .sorted(highestFirst(keyHash))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private Comparator<Integer> highestFirst(long keyHash) {
    return even
        ? Comparator.comparingLong(node -> -number(keyHash, node))
        : Comparator.comparingDouble(node -> -score(keyHash, node));
  }

  @Override
  public int firstFrom(long keyHash, IntPredicate willDo) {
    var owner = nodeOf(keyHash);
    return willDo.test(owner)
        ? owner
        : Arrays.stream(nodesFrom(keyHash)).skip(1).filter(willDo).findFirst().orElse(-1);
  }

  @Override
  public List<Member> members() {
    return members;
  }

  /** What its arrays take. */
  public long bytes() {
    return (long) hashes.length * (Long.BYTES + Double.BYTES);
  }
}
