package dev.whiteboard.cdn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads at once; then all must be whole. */
final class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final int CALLS = 40_000;
  private static final int KEYS = 2_000;
  private static final int WEIGHT_MAX = 4_000;
  private static final long WAIT_SECONDS = 60;

  /** Told by identity. */
  private static final class Value {
    private final int key;
    private final int weight;
    private final AtomicInteger told = new AtomicInteger();

    Value(int key, int weight) {
      this.key = key;
      this.weight = weight;
    }
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void manyThreads_atTheEnd_boundHoldsAndEachIsThereOrTold(Policy policy) throws Exception {
    var put = ConcurrentHashMap.<Value>newKeySet();
    Cache<Integer, Value> cache =
        policy.cache(
            Bounds.<Integer, Value>weight(WEIGHT_MAX, (_, value) -> value.weight)
                .telling((_, value, _) -> value.told.incrementAndGet()));
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var ends =
          IntStream.range(0, THREADS)
              .mapToObj(seed -> threads.submit(() -> call(cache, put, new SplittableRandom(seed))))
              .toList();
      for (var end : ends) {
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);
      }
    }
    var there = ConcurrentHashMap.<Value>newKeySet();
    cache.forEach((_, value) -> there.add(value));
    assertThat(cache.weight())
        .isEqualTo(there.stream().mapToLong(value -> value.weight).sum())
        .isLessThanOrEqualTo(WEIGHT_MAX);
    assertThat(cache.size()).isEqualTo(there.size());
    assertThat(put).allMatch(value -> value.told.get() == (there.contains(value) ? 0 : 1));
    cache.clear();
    assertThat(cache.weight()).isZero();
    assertThat(put).allMatch(value -> value.told.get() == 1);
  }

  private static int call(Cache<Integer, Value> cache, Set<Value> put, SplittableRandom random) {
    for (var i = 0; i < CALLS; i++) {
      var key = (int) (KEYS * random.nextDouble() * random.nextDouble());
      var value = cache.get(key);
      if (value != null) {
        assertThat(value.key).isEqualTo(key);
      }
      switch (random.nextInt(8)) {
        case 0 -> cache.remove(key);
        case 1 -> {
          if (value != null) {
            cache.remove(key, value);
          }
        }
        case 2, 3, 4 -> {
          var fresh = new Value(key, random.nextInt(20));
          put.add(fresh);
          cache.put(key, fresh);
        }
        default -> {}
      }
    }
    return CALLS;
  }

  /** All threads put at once, and nothing is read: the ring of writes runs full. */
  @ParameterizedTest
  @EnumSource(Policy.class)
  void onlyWrites_byEntries_boundHoldsAtTheEnd(Policy policy) throws Exception {
    Cache<Integer, Integer> cache = policy.cache(Bounds.entries(100));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (var thread = 0; thread < 64; thread++) {
        var first = thread * 1_000;
        ends.add(
            threads.submit(() -> {
              for (var i = 0; i < 1_000; i++) {
                cache.put(first + i, i);
              }
            }));
      }
      for (var end : ends) {
        end.get(WAIT_SECONDS, TimeUnit.SECONDS);
      }
    }
    assertThat(cache.weight()).isEqualTo(100);
    assertThat(cache.size()).isEqualTo(100);
  }
}
