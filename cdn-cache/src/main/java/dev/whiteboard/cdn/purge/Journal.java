package dev.whiteboard.cdn.purge;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What one node has applied: each invalidation once, in whatever order they come.
 *
 * <pre>
 *   sequence    1  2  3  4  5  6  7  8  9
 *   applied     x  x  x  x  .  x  x  .  x
 *                        ▴              ▴
 *                    watermark        epoch      gaps: 5, 8
 * </pre>
 *
 * <p>The epoch goes up before the store is told, the watermark afterwards. A fill that begins after
 * the store was told so carries the epoch upward, and a parent whose watermark has reached an epoch
 * has really applied all of it. Were it the watermark that a child sends, its parent could still
 * have an object that the child has purged already, past a gap.
 *
 * <p>Written by one thread; watermark, epoch and history can be read by any.
 */
public final class Journal {
  /** Of a node that knows no log yet. */
  public static final long NO_HISTORY = 0;

  /** Sequences above the watermark that are remembered; what comes on top is fetched later. */
  static final int ABOVE_MAX = 10_000;

  /** Ranges in a digest. */
  static final int DIGEST_RANGES_MAX = 64;

  private final Store store;
  private final Recent recent = new Recent();
  private final TreeSet<Long> above = new TreeSet<>();
  private volatile long history = NO_HISTORY;
  private volatile long watermark;
  private volatile long epoch;

  /** Applies to this store. */
  public Journal(Store store) {
    this.store = store;
  }

  /** What invalidations are applied to. */
  public interface Store {
    /** Takes out what it meets. Called once for each. */
    void apply(Invalidation invalidation);

    /**
     * Takes out everything, and keeps what is on its way in from being kept: like an invalidation
     * of the prefix that all URLs begin with.
     *
     * @param through it stands for all up to this sequence
     */
    void forgetAll(long through);
  }

  /** What became of one. */
  public enum Taken {
    /** It is applied. */
    APPLIED,
    /** It was before. */
    KNOWN,
    /** Not now: the log is not known yet, or too many are missing before it. */
    REFUSED
  }

  /** Applies one, unless it was. */
  public Taken take(Invalidation invalidation) {
    var sequence = invalidation.sequence();
    var taken = examine(sequence);
    if (taken == Taken.APPLIED) {
      epoch = Math.max(epoch, sequence);
      store.apply(invalidation);
      recent.add(invalidation);
      note(sequence);
    }
    return taken;
  }

  /** Notes that no invalidation has this sequence. */
  public void skip(long sequence) {
    if (examine(sequence) == Taken.APPLIED) {
      epoch = Math.max(epoch, sequence);
      recent.addVoid(sequence);
      note(sequence);
    }
  }

  private Taken examine(long sequence) {
    if (has(sequence)) {
      return Taken.KNOWN;
    }
    var next = sequence == watermark + 1;
    return history == NO_HISTORY || (!next && above.size() >= ABOVE_MAX)
        ? Taken.REFUSED
        : Taken.APPLIED;
  }

  private void note(long sequence) {
    above.add(sequence);
    var reached = watermark;
    while (!above.isEmpty() && above.first() == reached + 1) {
      reached = above.removeFirst();
    }
    watermark = reached;
  }

  /**
   * Begins anew with an empty store, which needs nothing of what came before.
   *
   * @param through the node counts as having applied all up to here
   */
  public void restart(long newHistory, long through) {
    recent.clear();
    above.clear();
    history = newHistory;
    jump(through);
  }

  /** Nobody has what is missing up to here any more: the store gives all up instead. */
  public void lose(long through) {
    if (through > watermark) {
      above.headSet(through, true).clear();
      jump(through);
    }
  }

  private void jump(long through) {
    epoch = Math.max(through, above.isEmpty() ? 0 : above.last());
    store.forgetAll(through);
    watermark = through;
    advance();
  }

  private void advance() {
    if (!above.isEmpty() && above.first() == watermark + 1) {
      note(above.first());
    }
  }

  /** Which log the sequences are of. */
  public long history() {
    return history;
  }

  /** All up to this sequence are applied. */
  public long watermark() {
    return watermark;
  }

  /** The highest sequence that is applied or about to be: what a request upward carries. */
  public long epoch() {
    return epoch;
  }

  boolean has(long sequence) {
    return sequence <= watermark || above.contains(sequence);
  }

  /** What is missing up to a sequence, the oldest first. */
  List<Range> gaps(long through, int countMax) {
    var gaps = new ArrayList<Range>();
    var from = watermark + 1;
    for (var sequence : above.headSet(through, true)) {
      if (gaps.size() == countMax) {
        return gaps;
      }
      if (from < sequence) {
        gaps.add(new Range(from, sequence - 1));
      }
      from = sequence + 1;
    }
    if (from <= through && gaps.size() < countMax) {
      gaps.add(new Range(from, through));
    }
    return gaps;
  }

  /** What is applied. */
  Digest digest() {
    var ranges = new ArrayList<Range>();
    for (var sequence : above) {
      var last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && last.last() + 1 == sequence) {
        ranges.set(ranges.size() - 1, new Range(last.first(), sequence));
      } else if (ranges.size() < DIGEST_RANGES_MAX) {
        ranges.add(new Range(sequence, sequence));
      } else {
        break;
      }
    }
    return new Digest(watermark, ranges);
  }

  /** The latest that were applied. */
  Recent recent() {
    return recent;
  }
}
