package dev.whiteboard.ratelimit.local;

/** Moments in the order in which they came, in a ring that grows up to the limit. */
final class Moments {
  /** Moments that a new key has room for. */
  private static final int ROOM_MIN = 4;

  private final int most;
  private long[] ring;
  private int first;
  private int size;
  private boolean retired;

  Moments(int most) {
    this.most = most;
    this.ring = new long[Math.min(most, ROOM_MIN)];
  }

  int size() {
    return size;
  }

  boolean isRetired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /** The one at a place, from the oldest, 0, on. */
  long at(int place) {
    return ring[slot(place)];
  }

  long newest() {
    return at(size - 1);
  }

  /** Adds a moment several times. */
  void add(long moment, int times) {
    makeRoom(size + times);
    for (var i = 0; i < times; i++) {
      ring[slot(size++)] = moment;
    }
  }

  /** Drops those that are as old as that, or older. */
  void dropAged(long now, long nanos) {
    while (size > 0 && now - ring[first] >= nanos) {
      first = slot(1);
      size--;
    }
  }

  /** Takes a moment out, so many times at most; those after it move up. */
  void remove(long moment, long times) {
    var end = size;
    while (end > 0 && at(end - 1) - moment > 0) {
      end--;
    }
    var start = end;
    while (start > 0 && end - start < times && at(start - 1) == moment) {
      start--;
    }
    for (var place = end; place < size; place++) {
      ring[slot(start + place - end)] = at(place);
    }
    size -= end - start;
  }

  private int slot(int place) {
    var slot = first + place;
    return slot < ring.length ? slot : slot - ring.length;
  }

  private void makeRoom(int needed) {
    if (needed <= ring.length) {
      return;
    }
    var larger = new long[Math.min(most, Math.max(needed, 2 * ring.length))];
    for (var place = 0; place < size; place++) {
      larger[place] = at(place);
    }
    ring = larger;
    first = 0;
  }
}
