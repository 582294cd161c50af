package dev.whiteboard.simulation.shard;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A fixed number of slots, dealt out to shards: a link stays in its slot for ever, and a slot moves
 * as a whole. As hash partitions of a table do, or the slots of a Redis cluster. Immutable.
 */
public final class SlotTable implements ShardMap {
  /** As many as a Redis cluster has. */
  public static final int SLOTS = 1 << 14;

  private static final int SHIFT = Long.SIZE - 14;
  private static final int NOBODY = -1;

  private final int[] owners;

  private SlotTable(int[] owners) {
    this.owners = owners;
  }

  /** Each shard gets as many as any other, or one more. */
  public static SlotTable of(int shards) {
    return new SlotTable(IntStream.range(0, SLOTS).map(slot -> slot % shards).toArray());
  }

  @Override
  public int shardOf(long hash) {
    return owners[(int) (hash >>> SHIFT)];
  }

  /** One more takes its share from whoever has most at the moment. */
  public SlotTable withOneMore() {
    var counts = counts(1);
    var newcomer = counts.length - 1;
    var after = owners.clone();
    for (var slot = 0; slot < SLOTS && counts[newcomer] < SLOTS / counts.length; slot++) {
      if (counts[after[slot]] == max(counts)) {
        counts[after[slot]]--;
        counts[newcomer]++;
        after[slot] = newcomer;
      }
    }
    return new SlotTable(after);
  }

  /** What a shard had goes to whoever has least. */
  public SlotTable without(int lost) {
    var counts = counts(0);
    counts[lost] = Integer.MAX_VALUE;
    var after = owners.clone();
    for (var slot = 0; slot < SLOTS; slot++) {
      if (after[slot] == lost) {
        after[slot] = least(counts);
        counts[after[slot]]++;
      }
    }
    return new SlotTable(after);
  }

  private int[] counts(int more) {
    var counts = new int[1 + more + Arrays.stream(owners).max().orElse(NOBODY)];
    Arrays.stream(owners).forEach(owner -> counts[owner]++);
    return counts;
  }

  private static int max(int[] counts) {
    return Arrays.stream(counts).max().orElseThrow();
  }

  private static int least(int[] counts) {
    return IntStream.range(0, counts.length)
        .reduce((one, other) -> counts[other] < counts[one] ? other : one)
        .orElseThrow();
  }
}
