package dev.whiteboard.ratelimit.local;

/**
 * Permits that are held, in the order in which they were taken. Each hold is named by its moment;
 * two that come at the same one are a nanosecond apart.
 */
final class Holds {
  /** Holds that a new key has room for. */
  private static final int ROOM_MIN = 4;

  private long[] moments = new long[ROOM_MIN];

  /** Permits of each; 0 for one that was given back while an older one is still held. */
  private int[] permits = new int[ROOM_MIN];

  private int first;
  private int size;
  private int live;
  private long held;
  private long lastMoment;
  private boolean used;
  private boolean retired;

  /** All permits that are held. */
  long held() {
    return held;
  }

  boolean isRetired() {
    return retired;
  }

  void retire() {
    retired = true;
  }

  /** When the oldest hold was taken; there must be one. */
  long oldest() {
    return moments[first];
  }

  /** When the newest hold was taken; there must be one. */
  long newest() {
    return moments[slot(size - 1)];
  }

  /** When the last was taken of the oldest holds that make up so many permits. */
  long oldestWith(long wanted) {
    var place = 0;
    var sum = (long) permits[first];
    while (sum < wanted) {
      sum += permits[slot(++place)];
    }
    return moments[slot(place)];
  }

  /** Holds permits; says by which moment. */
  long add(long now, int taken) {
    var moment = used && lastMoment - now >= 0 ? lastMoment + 1 : now;
    used = true;
    lastMoment = moment;
    makeRoom();
    var slot = slot(size++);
    moments[slot] = moment;
    permits[slot] = taken;
    held += taken;
    live++;
    return moment;
  }

  /** Lets go of those that are as old as that, or older. */
  void dropAged(long now, long nanos) {
    while (size > 0 && now - moments[first] >= nanos) {
      letGo(first);
      dropEnds();
    }
  }

  /** Lets go of the hold that was taken then, if it is still held. */
  void remove(long moment) {
    var low = 0;
    var high = size - 1;
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (moments[slot(middle)] - moment < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < size && moments[slot(low)] == moment) {
      letGo(slot(low));
      dropEnds();
    }
  }

  private void letGo(int slot) {
    if (permits[slot] > 0) {
      held -= permits[slot];
      permits[slot] = 0;
      live--;
    }
  }

  private void dropEnds() {
    while (size > 0 && permits[first] == 0) {
      first = slot(1);
      size--;
    }
    while (size > 0 && permits[slot(size - 1)] == 0) {
      size--;
    }
  }

  private int slot(int place) {
    return (first + place) & (moments.length - 1);
  }

  /** Gaps that holds left behind are closed first: only those that are held make the ring grow. */
  private void makeRoom() {
    if (size < moments.length) {
      return;
    }
    var room = live > moments.length / 2 ? 2 * moments.length : moments.length;
    var newMoments = room == moments.length ? moments : new long[room];
    var newPermits = room == moments.length ? permits : new int[room];
    var kept = 0;
    for (var place = 0; place < size; place++) {
      var slot = slot(place);
      if (permits[slot] > 0) {
        var to = room == moments.length ? slot(kept) : kept;
        newMoments[to] = moments[slot];
        newPermits[to] = permits[slot];
        kept++;
      }
    }
    first = room == moments.length ? first : 0;
    moments = newMoments;
    permits = newPermits;
    size = kept;
  }
}
