package dev.whiteboard.bench;

import dev.whiteboard.cdn.ring.Placement;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Who owns a key: what asking costs, with the key's hash in the hand.
 *
 * <pre>
 *   65,536 hashes in turn ─▸ placement of 200 nodes ─▸ owner
 * </pre>
 *
 * <p>Hashes come from an array, so that no branch can be learnt. {@code lookup} asks one after the
 * other as fast as they come, and a processor has several under way at once; in {@code
 * lookupAfterLookup} each key depends on the answer before, which is what a single request waits. A
 * fork first compares all rings of 160 points with the one without an index.
 *
 * <p>{@code ./whiteboard bench Ring}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RingBenchmark {
  private static final int HASHES = 1 << 16;
  private static final long SEED = 42;

  /** Who is asked. */
  @Param public Rings rings = Rings.RING_160;

  /** How many nodes there are. */
  @Param("200")
  public int nodes;

  private long[] hashes = new long[HASHES];
  private Placement placement = Rings.JUMP.make(Rings.members(1)).placement();
  private int next;

  /** Makes it, and sees that rings with an index say what the one without says. */
  @Setup
  public void makeAndVerify() {
    hashes = new SplittableRandom(SEED).longs(HASHES).toArray();
    placement = rings.make(Rings.members(nodes)).placement();
    if (rings == Rings.RING_160) {
      var plain = Rings.BINARY_SEARCH.make(Rings.members(nodes)).placement();
      for (var hash : hashes) {
        if (plain.nodeOf(hash) != placement.nodeOf(hash)) {
          throw new IllegalStateException("another owner of " + hash);
        }
      }
    }
  }

  /** A key that nothing else depends on. */
  @Benchmark
  public int lookup() {
    return placement.nodeOf(hashes[next++ & (HASHES - 1)]);
  }

  /** A key that depends on the owner of the one before. */
  @Benchmark
  public int lookupAfterLookup() {
    var owner = placement.nodeOf(hashes[next & (HASHES - 1)]);
    next += 1 + (owner & 1);
    return owner;
  }
}
