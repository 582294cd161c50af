package dev.whiteboard.cdn.protect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what is asked for most among any number of keys, with a fixed number of counters. Whatever
 * comes more often than one time in as many as there are counters is among them for certain.
 */
public final class HeavyHitters {
  /*
   * Space-Saving (Metwally, Agrawal, El Abbadi 2005). A key that has no counter takes over the
   * smallest one, with its count: it may have come that often, unseen. With 3 counters:
   *
   *   a a b a c     a 3   b 1      c 1
   *   d             a 3   d 2 (1)  c 1       d came once or twice: 2, of which 1 may be another's
   *   d             a 3   d 3 (1)  c 1
   *
   * A count is never too low, and too high by total / counters at most. The smallest stands at the
   * top of a heap; a count that grows sinks by about one place. 100 ns or so, behind one lock.
   *
   * All counts are halved now and then, so that what was hot yesterday is not today.
   */

  /** Characters of a key that are looked at. */
  static final int KEY_CHARACTERS_MAX = 1_024;

  private final Map<String, Counter> counters;
  private final Counter[] heap;
  private int size;

  /**
   * Has seen nothing.
   *
   * @param countersMax 2 KB each at the worst
   */
  public HeavyHitters(int countersMax) {
    if (countersMax < 1) {
      throw new IllegalArgumentException("takes 1 counter or more, not " + countersMax);
    }
    this.counters = HashMap.newHashMap(countersMax);
    this.heap = new Counter[countersMax];
  }

  /**
   * A key and how often it came.
   *
   * @param count at most; halved from time to time
   * @param error how much less it may be
   */
  public record Hitter(String key, long count, long error) {}

  /** It came once more. */
  public synchronized void add(String key) {
    var seen = key.length() > KEY_CHARACTERS_MAX ? key.substring(0, KEY_CHARACTERS_MAX) : key;
    var counter = counters.get(seen);
    if (counter == null) {
      counter = size < heap.length ? fresh() : smallest();
      counter.key = seen;
      counters.put(seen, counter);
    }
    counter.count++;
    sink(counter);
  }

  private Counter fresh() {
    var counter = new Counter(size);
    heap[size++] = counter;
    rise(counter);
    return counter;
  }

  private Counter smallest() {
    var counter = heap[0];
    counters.remove(counter.key);
    counter.error = counter.count;
    return counter;
  }

  private void rise(Counter counter) {
    while (counter.place > 0 && heap[(counter.place - 1) / 2].count > counter.count) {
      swap(counter, heap[(counter.place - 1) / 2]);
    }
  }

  private void sink(Counter counter) {
    while (true) {
      var child = smallerChild(counter.place);
      if (child < 0 || heap[child].count >= counter.count) {
        return;
      }
      swap(counter, heap[child]);
    }
  }

  private int smallerChild(int place) {
    var left = 2 * place + 1;
    if (left >= size) {
      return -1;
    }
    return left + 1 < size && heap[left + 1].count < heap[left].count ? left + 1 : left;
  }

  private void swap(Counter one, Counter other) {
    var place = one.place;
    one.place = other.place;
    other.place = place;
    heap[one.place] = one;
    heap[other.place] = other;
  }

  /** The first so many, the most asked for first. */
  public synchronized List<Hitter> top(int most) {
    return Arrays.stream(heap, 0, size)
        .map(counter -> new Hitter(counter.key, counter.count, counter.error))
        .sorted(Comparator.comparingLong(Hitter::count).reversed())
        .limit(most)
        .toList();
  }

  /** Halves all counts, which keeps their order. */
  public synchronized void halve() {
    for (var i = 0; i < size; i++) {
      heap[i].count /= 2;
      heap[i].error /= 2;
    }
  }

  private static final class Counter {
    private String key = "";
    private long count;
    private long error;
    private int place;

    Counter(int place) {
      this.place = place;
    }
  }
}
