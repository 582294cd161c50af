package dev.whiteboard.cdn.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The order in which entries go, beside the JDK's map that keeps the order of accesses. */
final class StrictLruTest {
  private static final class Oracle extends LinkedHashMap<Integer, Integer> {
    private static final long serialVersionUID = 1;

    private final int max;
    private final transient List<Integer> evicted;

    Oracle(int max, List<Integer> evicted) {
      super(16, 0.75f, true);
      this.max = max;
      this.evicted = evicted;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
      if (size() > max) {
        evicted.add(eldest.getKey());
        return true;
      }
      return false;
    }
  }

  @Property(tries = 300)
  void plainLru_anyTrace_evictsAsAnAccessOrderedMap(
      @ForAll @IntRange(min = 1, max = 40) int max,
      @ForAll @Size(max = 500) List<@IntRange(max = 60) Integer> trace) {
    assertThat(evictions(Kind.PLAIN_LRU, max, trace)).isEqualTo(evictionsOfOracle(max, trace));
  }

  /** An eighth of less than 8 is nothing: no entry is left where it is. */
  @Property(tries = 300)
  void lruCache_smallAndOneThread_evictsAsAnAccessOrderedMap(
      @ForAll @IntRange(min = 1, max = 7) int max,
      @ForAll @Size(max = 500) List<@IntRange(max = 12) Integer> trace) {
    assertThat(evictions(Kind.LRU, max, trace)).isEqualTo(evictionsOfOracle(max, trace));
  }

  /** What goes is among the oldest eighth, where reads are not left in their ring. */
  @Property(tries = 200)
  void lruCache_oneThreadAndDrained_evictsOneOfTheOldestEighth(
      @ForAll @IntRange(min = 8, max = 64) int max,
      @ForAll @Size(min = 100, max = 800) List<@IntRange(max = 100) Integer> trace) {
    var used = new LinkedHashMap<Integer, Integer>(16, 0.75f, true);
    Cache<Integer, Integer> cache =
        new LruCache<>(
            Bounds.<Integer, Integer>entries(max)
                .telling((key, _, _) -> {
                  var older = new ArrayList<>(used.keySet()).indexOf(key);
                  assertThat(older).isLessThanOrEqualTo(max / 8);
                  used.remove(key);
                }));
    for (var key : trace) {
      if (cache.get(key) == null) {
        cache.put(key, key);
      }
      used.put(key, key);
      assertThat(cache.weight()).isLessThanOrEqualTo(max); // which drains
    }
    assertThat(cache.size()).isEqualTo(used.size());
  }

  @Example
  void lruCache_aLongSkewedTrace_hitsAsOftenAsStrictLru() {
    var random = new SplittableRandom(7);
    var trace = random.doubles(200_000).mapToObj(d -> (int) (20_000 * d * d * d)).toList();
    assertThat(hits(Kind.LRU, 1_000, trace))
        .isCloseTo(hits(Kind.PLAIN_LRU, 1_000, trace), offset(1_000));
  }

  private static int hits(Kind kind, int max, List<Integer> trace) {
    Cache<Integer, Integer> cache = kind.cache(Bounds.entries(max));
    var hits = 0;
    for (var key : trace) {
      if (cache.get(key) == null) {
        cache.put(key, key);
      } else {
        hits++;
      }
    }
    return hits;
  }

  /** A third of the trace is writes. */
  private static boolean isWrite(int place) {
    return place % 3 == 0;
  }

  private static List<Integer> evictions(Kind kind, int max, List<Integer> trace) {
    var evicted = new ArrayList<Integer>();
    Cache<Integer, Integer> cache =
        kind.cache(
            Bounds.<Integer, Integer>entries(max)
                .telling((key, _, cause) -> {
                  if (cause == RemovalListener.Cause.EVICTED) {
                    evicted.add(key);
                  }
                }));
    for (var place = 0; place < trace.size(); place++) {
      var key = trace.get(place);
      if (isWrite(place) || cache.get(key) == null) {
        cache.put(key, place);
      }
    }
    return evicted;
  }

  private static List<Integer> evictionsOfOracle(int max, List<Integer> trace) {
    var evicted = new ArrayList<Integer>();
    var map = new Oracle(max, evicted);
    for (var place = 0; place < trace.size(); place++) {
      var key = trace.get(place);
      if (isWrite(place) || map.get(key) == null) {
        map.put(key, place);
      }
    }
    return evicted;
  }
}
