package dev.whiteboard.chat.push;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue: the lowest rank comes out first, and of equal ranks the one that came first.
 * {@code java.util.PriorityQueue} keeps no order among equals, and to take one out of its middle
 * looks at all of them.
 *
 * <p>Not thread-safe.
 *
 * @param <T> what waits in it
 */
final class RankQueue<T> {
  /*
   * A binary heap (Williams 1964, "Heapsort"): a complete tree in an array, the children of place i
   * at 2i + 1 and 2i + 2, and no child before its parent. So the first is at place 0, and a step
   * from the last level to the top passes log2 n places: 10 of 1,024.
   *
   *        place   0  1  2  3  4              3
   *        rank    3  5  4  9  5            ╱   ╲
   *                                        5     4
   *                                       ╱ ╲
   *                                      9   5
   *
   *   add     at the end, then up while it is before its parent         log n
   *   poll    the first; the last takes its place, and goes down        log n
   *   remove  the same at any place: its handle knows where it is,      log n
   *           and the last may have to go up there as well as down
   *
   * A heap alone does not keep equals in order: of the two 5 above, the one nearer to the top need
   * not be the one that came first. So they are compared by rank, then by a number that counts up,
   * and no two are equal. 2^63 of these last for longer than the machine.
   */

  private static final int PLACES_FIRST = 16;

  private @Nullable Handle<T>[] places = array(PLACES_FIRST);
  private int size;
  private long arrivals;

  /**
   * Something in its place, to take it out by.
   *
   * @param <T> what it is
   */
  static final class Handle<T> {
    private final T value;
    private final long rank;
    private final long arrival;

    /** Where it is; negative once it is out. */
    private int place;

    private Handle(T value, long rank, long arrival) {
      this.value = value;
      this.rank = rank;
      this.arrival = arrival;
    }

    private boolean isBefore(Handle<T> other) {
      return rank < other.rank || (rank == other.rank && arrival < other.arrival);
    }
  }

  /** Adds one. */
  Handle<T> add(long rank, T value) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    var handle = new Handle<>(value, rank, arrivals++);
    size++;
    rise(handle, size - 1);
    return handle;
  }

  /** Takes the first out; empty where there is none. */
  Optional<T> poll() {
    if (size == 0) {
      return Optional.empty();
    }
    var first = at(0);
    remove(first);
    return Optional.of(first.value);
  }

  /** Takes one out, wherever it is; false where it is out already. */
  boolean remove(Handle<T> handle) {
    if (handle.place < 0) {
      return false;
    }
    var place = handle.place;
    var last = at(--size);
    places[size] = null;
    if (last != handle) {
      settle(last, place);
    }
    handle.place = -1;
    return true;
  }

  /** Whether it is still in. */
  boolean contains(Handle<T> handle) {
    return handle.place >= 0;
  }

  /** How many wait. */
  int size() {
    return size;
  }

  /** What came from the end may belong further up or further down. */
  private void settle(Handle<T> handle, int place) {
    rise(handle, place);
    if (handle.place == place) {
      sink(handle, place);
    }
  }

  private void rise(Handle<T> handle, int from) {
    var place = from;
    while (place > 0 && handle.isBefore(at((place - 1) / 2))) {
      put(at((place - 1) / 2), place);
      place = (place - 1) / 2;
    }
    put(handle, place);
  }

  private void sink(Handle<T> handle, int from) {
    var place = from;
    while (2 * place + 1 < size) {
      var child = firstChild(place);
      if (handle.isBefore(at(child))) {
        break;
      }
      put(at(child), place);
      place = child;
    }
    put(handle, place);
  }

  private int firstChild(int place) {
    var left = 2 * place + 1;
    return left + 1 < size && at(left + 1).isBefore(at(left)) ? left + 1 : left;
  }

  private void put(Handle<T> handle, int place) {
    places[place] = handle;
    handle.place = place;
  }

  private Handle<T> at(int place) {
    var handle = places[place];
    if (handle == null) {
      throw new IllegalStateException("nothing at place " + place + " of " + size);
    }
    return handle;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  private static <T> @Nullable Handle<T>[] array(int places) {
    return (@Nullable Handle<T>[]) new Handle[places];
  }
}
