package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.Scheduler;
import java.util.HashMap;
import java.util.Map;

/**
 * A node of a simulation.
 *
 * @param agent the code of a real one
 * @param store what it applied
 */
public record SimulatedNode(PurgeAgent agent, Applied store) {
  /** The control plane keeps no objects. */
  static final class Nothing implements Journal.Store {
    @Override
    public void apply(Invalidation invalidation) {}

    @Override
    public void forgetAll(long through) {}
  }

  /** Notes what was applied, and when. */
  public static final class Applied implements Journal.Store {
    private final Scheduler time;
    private final Map<Long, Long> atNanos = new HashMap<>();
    private long forgottenThrough = -1;
    private int twice;

    Applied(Scheduler time) {
      this.time = time;
    }

    @Override
    public void apply(Invalidation invalidation) {
      if (atNanos.putIfAbsent(invalidation.sequence(), time.nanos()) != null) {
        twice++;
      }
    }

    @Override
    public void forgetAll(long through) {
      forgottenThrough = through;
    }

    /** Whether what the invalidation meets is gone. */
    public boolean has(long sequence) {
      return sequence <= forgottenThrough || atNanos.containsKey(sequence);
    }

    /** When it was applied; 0 where it never was. */
    public long atNanos(long sequence) {
      return atNanos.getOrDefault(sequence, 0L);
    }

    /** How many were applied. */
    public int count() {
      return atNanos.size();
    }

    /** How many were applied a second time. */
    public int twice() {
      return twice;
    }

    /** Up to where everything was thrown away; -1 where nothing was. */
    public long forgottenThrough() {
      return forgottenThrough;
    }
  }
}
