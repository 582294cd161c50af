package dev.whiteboard.chat.receipt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is noted and not yet written: of each member the furthest, however often he said something.
 * From any thread; none waits longer than it takes to copy a batch.
 */
final class Notes {
  private final int max;

  /** Longest first. Guarded by this, as the other. */
  private final Map<Member, Mark> soon = new LinkedHashMap<>();

  /** Of large chats. */
  private final Map<Member, Mark> later = new LinkedHashMap<>();

  /**
   * None.
   *
   * @param max of how many members at most
   */
  Notes(int max) {
    this.max = max;
  }

  /**
   * Notes how far a member is.
   *
   * @param isLarge whether it is written with those that have time
   * @return false where there is no room: it is forgotten
   */
  synchronized boolean add(Member member, Mark mark, boolean isLarge) {
    var to = isLarge ? later : soon;
    if (!to.containsKey(member) && soon.size() + later.size() >= max) {
      return false;
    }
    to.merge(member, mark, Mark::furthest);
    return true;
  }

  /** Puts back what could not be written; there was room for it before. */
  synchronized void putBack(Map<Member, Mark> notes) {
    notes.forEach((member, mark) -> soon.merge(member, mark, Mark::furthest));
  }

  /**
   * Takes out those that have waited longest.
   *
   * @param countMax how many at most
   * @param all whether also those that have time
   */
  synchronized Map<Member, Mark> take(int countMax, boolean all) {
    var taken = new HashMap<Member, Mark>();
    move(soon, taken, countMax);
    if (all) {
      move(later, taken, countMax);
    }
    return taken;
  }

  /** How many members wait; who has both kinds of notes is two. */
  synchronized int size() {
    return soon.size() + later.size();
  }

  private static void move(Map<Member, Mark> from, Map<Member, Mark> to, int countMax) {
    var entries = from.entrySet().iterator();
    while (entries.hasNext() && to.size() < countMax) {
      var entry = entries.next();
      to.merge(entry.getKey(), entry.getValue(), Mark::furthest);
      entries.remove();
    }
  }
}
