package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a limiter and what is known of each: its cell.
 *
 * @param <C> what an algorithm keeps for a key
 */
abstract sealed class Keyed<C> implements LocalLimiter permits Worded, SlidingLog, Concurrency {
  /*
   * A key is worth keeping until it is as one that was never used. A hand goes round the map, as in
   * the clock algorithm for pages: each new key moves it on by LOOKS_PER_KEY keys, and those found
   * as new are forgotten. It moves faster than keys come, so the map holds the busy keys and about a
   * third more. No thread, no timer, and nothing to do for keys that are known.
   *
   * When all keys are busy and there are keysMax of them, the hand looks at SAMPLE keys and forgets
   * the one that used the least. Whoever floods the map with
   * keys pushes out his own: each of them has used one permit, and a key held at its limit used
   * many. To have such a key forgotten all keys sampled must be used as much, which costs
   * more permits than forgetting one key gives. (One key that all newcomers share would
   * be the other choice; there a flood denies every newcomer.)
   *
   * A cell that leaves the map is retired first, inside the map's lock of its bin: whoever still
   * holds it sees that, and asks the map again. So no permit is taken of a cell that is gone.
   */

  /** Keys that are looked at for each new one. */
  private static final int LOOKS_PER_KEY = 4;

  /** Keys of which the least used is forgotten, where all are busy. */
  private static final int SAMPLE = 8;

  final Limit limit;
  final NanoClock clock;
  private final int keysMax;
  private final ConcurrentHashMap<String, C> cells = new ConcurrentHashMap<>();
  private final ReentrantLock handLock = new ReentrantLock();
  private Iterator<Map.Entry<String, C>> hand = cells.entrySet().iterator();

  Keyed(Limit limit, NanoClock clock, int keysMax) {
    if (keysMax < 1) {
      throw new IllegalArgumentException("a limiter of " + keysMax + " keys remembers nothing");
    }
    this.limit = limit;
    this.clock = clock;
    this.keysMax = keysMax;
  }

  /** A cell of a key that was never used. */
  abstract C fresh(long now);

  /** What takes the place of a cell that is retired, or too old to count on. Retires it. */
  abstract C renewed(C cell, long now);

  /** How much of the limit a cell has used, in any unit; 0 where it is as new. */
  abstract long use(C cell, long now);

  /** Has nobody use a cell any more, if it is as new or may be busy; says whether. */
  abstract boolean retire(C cell, long now, boolean mayBeBusy);

  @Override
  public final Limit limit() {
    return limit;
  }

  @Override
  public final int keys() {
    return cells.size();
  }

  @Override
  public final void forget(String key) {
    var now = clock.nanos();
    cells.computeIfPresent(key, (_, cell) -> retire(cell, now, true) ? null : cell);
  }

  @Override
  public final int sweep(int most) {
    handLock.lock();
    try {
      return look(most, clock.nanos());
    } finally {
      handLock.unlock();
    }
  }

  /** The cell of a key that is known. */
  final @Nullable C known(String key) {
    return cells.get(key);
  }

  /** The cell of a key. */
  final C cell(String key) {
    var cell = cells.get(key);
    return cell != null ? cell : added(key);
  }

  /** Another cell for a key whose cell is retired or too old. */
  final C again(String key, C old, long now) {
    return cells.compute(key, (_, cell) -> is(cell, old) ? renewed(old, now) : orFresh(cell));
  }

  @SuppressWarnings("ReferenceEquality") // Words are numbers: two keys may well have equal ones.
  private static boolean is(@Nullable Object cell, Object other) {
    return cell == other;
  }

  private C orFresh(@Nullable C cell) {
    return cell != null ? cell : fresh(clock.nanos());
  }

  private C added(String key) {
    makeRoom(clock.nanos());
    // The clock is read inside: after the cell before it was retired, so never earlier than that.
    return cells.computeIfAbsent(key, _ -> fresh(clock.nanos()));
  }

  private void makeRoom(long now) {
    var full = cells.mappingCount() >= keysMax;
    if (full) {
      handLock.lock();
    } else if (!handLock.tryLock()) {
      return;
    }
    try {
      if (look(LOOKS_PER_KEY, now) == 0 && full) {
        forgetLeastUsed(now);
      }
    } finally {
      handLock.unlock();
    }
  }

  private int look(int most, long now) {
    var forgotten = 0;
    for (var looked = 0; looked < most && turn(); looked++) {
      var entry = hand.next();
      if (use(entry.getValue(), now) == 0 && drop(entry, now, false)) {
        forgotten++;
      }
    }
    return forgotten;
  }

  private void forgetLeastUsed(long now) {
    Map.@Nullable Entry<String, C> least = null;
    var leastUse = Long.MAX_VALUE;
    for (var looked = 0; looked < SAMPLE && turn(); looked++) {
      var entry = hand.next();
      var use = use(entry.getValue(), now);
      if (least == null || use < leastUse) {
        least = entry;
        leastUse = use;
      }
    }
    if (least != null) {
      drop(least, now, true);
    }
  }

  private boolean drop(Map.Entry<String, C> entry, long now, boolean mayBeBusy) {
    var old = entry.getValue();
    return cells.computeIfPresent(
            entry.getKey(),
            (_, cell) -> is(cell, old) && retire(cell, now, mayBeBusy) ? null : cell)
        == null;
  }

  /** Whether the hand has a key before it, going round where it is at the end. */
  private boolean turn() {
    if (!hand.hasNext()) {
      hand = cells.entrySet().iterator();
    }
    return hand.hasNext();
  }

  /**
   * That there can be so many permits at once.
   *
   * @throws IllegalArgumentException where there never are
   */
  final void requirePermits(long permits) {
    if (permits < 1 || permits > limit.burst()) {
      throw new IllegalArgumentException(permits + " permits, of " + limit.burst() + " at once");
    }
  }
}
