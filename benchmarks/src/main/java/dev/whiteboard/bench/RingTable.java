package dev.whiteboard.bench;

import dev.whiteboard.cdn.ring.Member;
import dev.whiteboard.cdn.ring.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All schemes of consistent hashing in one table: how even they are, what moves, what they take.
 *
 * <p>All but the nanoseconds is the same at every run. Those are of lookups one after the other in
 * this process; {@link RingBenchmark} measures them properly.
 *
 * <p>{@code ./whiteboard bench rings}
 */
public final class RingTable {
  private static final int NODES = 200;
  private static final int KEYS = 10_000_000;
  private static final long SEED = 42;
  private static final int TIMED = 1 << 16;
  private static final int TIMED_ROUNDS = 20;

  private RingTable() {}

  /**
   * A line of it.
   *
   * @param largest the part of the node that has most, as a multiple of the average
   * @param smallest of the one that has least
   * @param deviation standard deviation of all parts, likewise
   * @param movedInVain what part of all keys moved when the last node left, though it was not
   *     theirs
   * @param bytes what the arrays take
   */
  public record Line(
      double largest, double smallest, double deviation, double movedInVain, long bytes) {}

  /** Prints it; the argument is how many keys there are, {@value #KEYS} if none. */
  public static void main(String[] arguments) {
    var keys = arguments.length == 0 ? KEYS : Integer.parseInt(arguments[0]);
    System.out.printf("%,d keys on %d nodes%n%n", keys, NODES);
    System.out.println("| scheme | max/avg | min/avg | stddev/avg | moved in vain | bytes | ns |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (var rings : Rings.values()) {
      var line = line(rings, NODES, keys);
      System.out.printf(
          "| %s | %.3f | %.3f | %.4f | %.2f %% | %,d | %.1f |%n",
          rings,
          line.largest,
          line.smallest,
          line.deviation,
          100 * line.movedInVain,
          line.bytes,
          nanosEach(rings.make(Rings.members(NODES)).placement()));
    }
  }

  /** Counts one. */
  public static Line line(Rings rings, int nodes, int keys) {
    var members = Rings.members(nodes);
    var made = rings.make(members);
    var counts = new long[nodes];
    var inVain = 0L;
    var leaves = members.getLast();
    var rest = new Rest(made.placement(), rings.make(without(members, leaves)).placement());
    var random = new SplittableRandom(SEED);
    for (var i = 0; i < keys; i++) {
      var hash = random.nextLong();
      counts[made.placement().nodeOf(hash)]++;
      inVain += rest.movedInVain(hash, leaves) ? 1 : 0;
    }
    return line(counts, (double) inVain / keys, made.bytes());
  }

  private static List<Member> without(List<Member> members, Member leaves) {
    var rest = new ArrayList<>(members);
    rest.remove(leaves);
    return rest;
  }

  private record Rest(Placement before, Placement after) {
    boolean movedInVain(long hash, Member left) {
      var owner = before.nodes().get(before.nodeOf(hash));
      return !owner.equals(left.name()) && !owner.equals(after.nodes().get(after.nodeOf(hash)));
    }
  }

  private static Line line(long[] counts, double movedInVain, long bytes) {
    var sum = 0.0;
    var largest = 0.0;
    var smallest = Double.MAX_VALUE;
    for (var count : counts) {
      sum += count;
      largest = Math.max(largest, (double) count);
      smallest = Math.min(smallest, (double) count);
    }
    var average = sum / counts.length;
    var squares = 0.0;
    for (var count : counts) {
      squares += (count - average) * (count - average);
    }
    var deviation = Math.sqrt(squares / counts.length) / average;
    return new Line(largest / average, smallest / average, deviation, movedInVain, bytes);
  }

  /** The fastest of some rounds: others were disturbed. */
  private static double nanosEach(Placement placement) {
    var hashes = new SplittableRandom(SEED).longs(TIMED).toArray();
    var fastest = Long.MAX_VALUE;
    var owners = 0L;
    for (var round = 0; round < TIMED_ROUNDS; round++) {
      var startNanos = System.nanoTime();
      for (var hash : hashes) {
        owners += placement.nodeOf(hash);
      }
      fastest = Math.min(fastest, System.nanoTime() - startNanos);
    }
    if (owners < 0) {
      throw new IllegalStateException("an owner below zero");
    }
    return (double) fastest / TIMED;
  }
}
