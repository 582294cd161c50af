package dev.whiteboard.simulation.shard;

import dev.whiteboard.cdn.ring.Jump;
import dev.whiteboard.cdn.ring.Member;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.ring.Ring;
import java.util.List;
import java.util.stream.IntStream;

/** Ways to place links on shards 0 to n - 1, or on those without one of them. */
public enum ShardScheme {
  /** The hash modulo the shards that there are, in their order. */
  MODULO {
    @Override
    public ShardMap of(int shards) {
      return hash -> (int) Long.remainderUnsigned(hash, shards);
    }

    @Override
    public ShardMap without(int lost, int shards) {
      return hash -> {
        var place = (int) Long.remainderUnsigned(hash, shards - 1);
        return place < lost ? place : place + 1;
      };
    }
  },

  /** A ring of {@value Ring#POINTS_EACH} points a shard. */
  RING {
    @Override
    public ShardMap of(int shards) {
      return placed(Ring.of(names(shards)));
    }

    @Override
    public ShardMap without(int lost, int shards) {
      return placed(Ring.of(names(shards)).without(name(lost)));
    }
  },

  /** Jump hashing: only the last may leave, so the last takes the place of the one that is lost. */
  JUMP {
    @Override
    public ShardMap of(int shards) {
      return Jump.of(Member.all(names(shards)))::nodeOf;
    }

    @Override
    public ShardMap without(int lost, int shards) {
      var rest = of(shards - 1);
      return hash -> {
        var place = rest.shardOf(hash);
        return place == lost ? shards - 1 : place;
      };
    }
  },

  /** {@link SlotTable}: many more slots than shards, and a table of whose each slot is. */
  SLOTS {
    @Override
    public ShardMap of(int shards) {
      return SlotTable.of(shards);
    }

    @Override
    public ShardMap without(int lost, int shards) {
      return SlotTable.of(shards).without(lost);
    }

    @Override
    public ShardMap grown(int shards) {
      return SlotTable.of(shards).withOneMore();
    }
  };

  /** So many shards, as they are set up. */
  public abstract ShardMap of(int shards);

  /** The same when one of them is lost. */
  public abstract ShardMap without(int lost, int shards);

  /** The same with one more, of the next number. */
  public ShardMap grown(int shards) {
    return of(shards + 1);
  }

  /** What it is called. */
  static String name(int shard) {
    return "shard-%05d".formatted(shard);
  }

  static List<String> names(int shards) {
    return IntStream.range(0, shards).mapToObj(ShardScheme::name).toList();
  }

  private static ShardMap placed(Placement placement) {
    var numbers =
        placement.nodes().stream()
            .mapToInt(node -> Integer.parseInt(node.substring(node.indexOf('-') + 1)))
            .toArray();
    return hash -> numbers[placement.nodeOf(hash)];
  }
}
