package dev.whiteboard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.ring.Member;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.ring.XxHash64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The circle as one writes it first: sorted points, and a binary search over all of them. */
final class PlainRing implements Placement {
  private final List<String> nodes;
  private final long[] points;
  private final int[] owners;

  private PlainRing(List<String> nodes, SortedMap<Long, Integer> circle) {
    this.nodes = nodes;
    this.points = circle.keySet().stream().mapToLong(Long::longValue).toArray();
    this.owners = circle.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The same points as our ring's. */
  static PlainRing of(List<Member> members, int pointsEach) {
    var names = members.stream().map(Member::name).sorted().toList();
    var circle = new TreeMap<Long, Integer>(Long::compareUnsigned);
    for (var node = 0; node < names.size(); node++) {
      for (var k = 0; k < pointsEach; k++) {
        circle.putIfAbsent(XxHash64.hash(names.get(node).getBytes(UTF_8), k), node);
      }
    }
    return new PlainRing(names, circle);
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    var from = 0;
    var to = points.length;
    while (from < to) {
      var middle = (from + to) >>> 1;
      if (Long.compareUnsigned(points[middle], keyHash) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return owners[from == points.length ? 0 : from];
  }

  /** What its arrays take. */
  long bytes() {
    return (long) points.length * (Long.BYTES + Integer.BYTES);
  }
}
