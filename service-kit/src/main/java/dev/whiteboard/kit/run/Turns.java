package dev.whiteboard.kit.run;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many turns each of many holders has, and no more than so many: requests of a user,
 * connections of an address. Who has none is not remembered, so this grows with what is under way
 * and with nothing else.
 *
 * <p>For any thread. A refused turn changes nothing, not even for a moment: a count that went up
 * and down again would refuse somebody else meanwhile.
 *
 * @param <K> who holds turns
 */
public final class Turns<K> {
  private final int max;
  private final ConcurrentMap<K, Integer> taken = new ConcurrentHashMap<>();

  /**
   * Nobody has any.
   *
   * @param max of each holder, 1 or more
   */
  public Turns(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("turns of each: 1 or more, not " + max);
    }
    this.max = max;
  }

  /**
   * Takes one, to be given back by {@link #giveBack}.
   *
   * @return false where the holder has as many as it may
   */
  public boolean take(K holder) {
    var had = of(holder);
    while (had < max) {
      var isMine =
          had == 0 ? taken.putIfAbsent(holder, 1) == null : taken.replace(holder, had, had + 1);
      if (isMine) {
        return true;
      }
      had = of(holder);
    }
    return false;
  }

  /** Gives one back that was taken. */
  public void giveBack(K holder) {
    taken.computeIfPresent(holder, (_, count) -> count == 1 ? null : count - 1);
  }

  /** How many this one has. */
  public int of(K holder) {
    return taken.getOrDefault(holder, 0);
  }

  /** How many have any. */
  public int holders() {
    return taken.size();
  }
}
