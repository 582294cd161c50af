package dev.whiteboard.cdn.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Consistent hashing: a key belongs to the first node at or after it on a circle. When a node
 * leaves, its keys go to those after it, and no other key moves.
 */
public final class Ring implements RankedPlacement {
  /*
   * How is it designed, and why?
   *
   * hash % n gives nearly every key to somebody else when n changes. On a circle of 2^64 points [1]
   * a node takes the keys between the point before its own and its own, so one that leaves hands
   * over just those, and one that comes takes just those. But one point a node divides the circle
   * badly: of 200 nodes the luckiest has 6.2 times the average, and a node that leaves throws all
   * it has onto one other. So each node has many points ("virtual nodes"), and a share's standard
   * deviation falls to 1/sqrt(points) of it: 160 points, 8 %, the largest share 1.20 of the
   * average.
   *
   *   point k of a node   XXH64(name, seed k), so that every process draws the same circle
   *   weight              so many times as many points; a heavier node keeps those it had
   *   equal points        the node whose name comes first; the other is next behind it, as
   *                       it would be had the points been one apart
   *
   * Points lie sorted in one array, their owners in another: 12 bytes a point, where a tree of
   * boxed longs takes 88. To find the first point at or after a key, a binary search over 32,000
   * points takes 15 steps, and each is a branch that nobody can predict: 82 ns. But hashes
   * are spread evenly, so a key's upper bits already tell where to look. The circle is cut into as
   * many buckets as there are points (rounded up to a power of two), and a third array has the
   * place of the first point of each:
   *
   *   key     0x4A7F...   upper 3 bits 010 -> bucket 2
   *   starts  0 1 3 5 5 6 7 8 8            -> its points are at 3 and 4
   *   points  .. | 0x44.. 0x4B.. | ..      -> 0x44.. is before the key, 0x4B.. is not: place 4
   *
   * That leaves one point to look at on average, at 4 to 8 more bytes a point. No bucket can make
   * it slow: one with many points is halved first, and so the worst case remains the binary search.
   *
   * [1] Karger et al.: Consistent Hashing and Random Trees, 1997
   */

  /** Points of a node of weight 1, as libketama has them. */
  public static final int POINTS_EACH = 160;

  /** Points in all: 5,000 nodes with a thousand each. */
  public static final int POINTS_MAX = 5_000_000;

  /** Up to so many points are looked at one by one. */
  private static final int SCAN_MAX = 8;

  private static final double CIRCLE = 0x1p64;

  private final List<Member> members;
  private final List<String> nodes;
  private final int pointsEach;
  private final long[] points;

  /** Whose each point is; once more the first behind the last, where the circle closes. */
  private final int[] owners;

  /** By a hash's upper bits, the place of the first point that has them or higher ones. */
  private final int[] starts;

  private final int shift;

  /** Where a node stands. */
  record Point(long at, int owner) {
    static final Comparator<Point> CLOCKWISE =
        Comparator.<Point>comparingLong(point -> point.at ^ Long.MIN_VALUE)
            .thenComparingInt(Point::owner);
  }

  /** Nodes of weight 1, with {@value #POINTS_EACH} points each. */
  public static Ring of(List<String> nodes) {
    return of(Member.all(nodes), POINTS_EACH);
  }

  /**
   * Nodes with their weights, in any order.
   *
   * @param pointsEach points of a node of weight 1; every node has one at least
   * @throws IllegalArgumentException where a node comes twice, there is none, or they have too many
   *     points
   */
  public static Ring of(List<Member> members, int pointsEach) {
    var sorted = Names.sorted(members);
    return new Ring(sorted, pointsEach, pointsOf(sorted, pointsEach));
  }

  /** With points of one's own; of two equal ones the member that comes first has the key. */
  Ring(List<Member> members, int pointsEach, List<Point> unsorted) {
    this.members = members;
    this.nodes = Names.of(members);
    this.pointsEach = pointsEach;
    var sorted = unsorted.stream().sorted(Point.CLOCKWISE).toList();
    this.points = sorted.stream().mapToLong(Point::at).toArray();
    this.owners = new int[points.length + 1];
    for (var i = 0; i <= points.length; i++) {
      owners[i] = sorted.get(i % points.length).owner;
    }
    var bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(points.length - 1));
    this.shift = Long.SIZE - bits;
    this.starts = starts(points, bits);
  }

  private static List<Point> pointsOf(List<Member> members, int pointsEach) {
    var points = new ArrayList<Point>();
    for (var node = 0; node < members.size(); node++) {
      var name = members.get(node).name().getBytes(UTF_8);
      var count = Math.max(1, Math.round(members.get(node).weight() * pointsEach));
      if (pointsEach < 1 || points.size() + count > POINTS_MAX) {
        throw new IllegalArgumentException(
            "%d points each for %d nodes".formatted(pointsEach, members.size()));
      }
      for (var k = 0L; k < count; k++) {
        points.add(new Point(XxHash64.hash(name, k), node));
      }
    }
    return points;
  }

  private static int[] starts(long[] points, int bits) {
    var starts = new int[(1 << bits) + 1];
    for (var point : points) {
      starts[(int) (point >>> (Long.SIZE - bits)) + 1]++;
    }
    for (var i = 1; i < starts.length; i++) {
      starts[i] += starts[i - 1];
    }
    return starts;
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    return owners[placeOf(keyHash)];
  }

  /** Of the first point at or after the hash; behind the last point where there is none. */
  private int placeOf(long keyHash) {
    var bucket = (int) (keyHash >>> shift);
    var from = starts[bucket];
    var to = starts[bucket + 1];
    while (to - from > SCAN_MAX) {
      var middle = (from + to) >>> 1;
      if (Long.compareUnsigned(points[middle], keyHash) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    while (from < to && Long.compareUnsigned(points[from], keyHash) < 0) {
      from++;
    }
    return from;
  }

  /** The point that a key comes to. */
  long pointFor(long keyHash) {
    return points[placeOf(keyHash) % points.length];
  }

  @Override
  public int[] nodesFrom(long keyHash) {
    var found = new int[nodes.size()];
    var count = new int[1];
    var _ =
        firstFrom(
            keyHash,
            node -> {
              found[count[0]++] = node;
              return false;
            });
    return found;
  }

  @Override
  public int firstFrom(long keyHash, IntPredicate willDo) {
    var place = placeOf(keyHash);
    var owner = owners[place];
    return willDo.test(owner) ? owner : firstAfter(place, willDo);
  }

  private int firstAfter(int place, IntPredicate willDo) {
    var asked = new BitSet(nodes.size());
    asked.set(owners[place]);
    for (var i = 1; i < points.length && asked.cardinality() < nodes.size(); i++) {
      var node = owners[(place + i) % points.length];
      if (!asked.get(node)) {
        asked.set(node);
        if (willDo.test(node)) {
          return node;
        }
      }
    }
    return -1;
  }

  /** What part of the circle each node has, by its place in {@link #nodes()}; 1 in all. */
  public double[] shares() {
    var shares = new double[nodes.size()];
    shares[owners[0]] = firstArc();
    for (var i = 1; i < points.length; i++) {
      shares[owners[i]] += length(points[i] - points[i - 1]);
    }
    return shares;
  }

  /** From the last point over zero to the first: the whole circle where they are the same. */
  private double firstArc() {
    var unsigned = points[0] - points[points.length - 1];
    return unsigned == 0 ? 1 : length(unsigned);
  }

  private static double length(long unsigned) {
    return ((unsigned >>> 1) * 2.0 + (unsigned & 1)) / CIRCLE;
  }

  @Override
  public List<Member> members() {
    return members;
  }

  /**
   * The same without a node, whose keys go to those behind it.
   *
   * @throws IllegalArgumentException where it is the only one, or not there
   */
  public Ring without(String node) {
    if (!nodes.contains(node)) {
      throw new IllegalArgumentException(node + " is not on the ring");
    }
    return of(others(node), pointsEach);
  }

  /** The same with a node, which is new or gets another weight. */
  public Ring with(String node, double weight) {
    var all = others(node);
    all.add(new Member(node, weight));
    return of(all, pointsEach);
  }

  private List<Member> others(String node) {
    var others = new ArrayList<>(members);
    others.removeIf(member -> member.name().equals(node));
    return others;
  }

  /** What its arrays take. */
  public long bytes() {
    return (long) points.length * Long.BYTES
        + ((long) owners.length + starts.length) * Integer.BYTES;
  }
}
