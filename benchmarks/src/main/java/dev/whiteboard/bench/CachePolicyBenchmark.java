package dev.whiteboard.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.googlecode.concurrentlinkedhashmap.ConcurrentLinkedHashMap;
import dev.whiteboard.cdn.cache.Bounds;
import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.cdn.cache.PlainLru;
import dev.whiteboard.cdn.cache.Policy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.cache2k.Cache2kBuilder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Caches that have what is asked for: what does the policy cost?
 *
 * <pre>
 *   1 or 2 threads ─▸ key, by Zipf 0.99, of 16,384 ─▸ get, or 3 get and 1 put ─▸ cache of 16,384
 * </pre>
 *
 * <p>Keys are objects made before, so nobody is charged for making them; a put is of a key that is
 * there. Each value is compared with what it must be. Two threads on a machine of two processors
 * share them with all else that runs there.
 *
 * <p>{@code ./whiteboard bench CachePolicy}; one contender by {@code -p contender=W_TINY_LFU}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachePolicyBenchmark {
  private static final int ENTRIES = 1 << 14;
  private static final int ASKED = 1 << 17;
  private static final long SEED = 42;

  /** What contenders may hold: more than the keys, for those that evict a little early. */
  private static final int ENTRIES_MAX = 2 * ENTRIES;

  /** Who has it. */
  @Param public Contender contender = Contender.W_TINY_LFU;

  private final Integer[] keys = new Integer[ASKED];
  private final Integer[] values = new Integer[ENTRIES];
  private Contended cache = new Contended(_ -> null, (_, _) -> {});

  /** What is asked of each. */
  record Contended(Function<Integer, @Nullable Integer> get, BiConsumer<Integer, Integer> put) {}

  /** All who take part. */
  public enum Contender {
    /** Nothing is ever evicted: the least there is to do. */
    HASH_MAP,
    /** Ours, strict, under a lock. */
    PLAIN_LRU,
    /** Ours. */
    LRU,
    /** Ours. */
    SIEVE,
    /** Ours. */
    S3_FIFO,
    /** Ours. */
    W_TINY_LFU,
    /** W-TinyLFU. */
    CAFFEINE,
    /** Clock-Pro, about. */
    CACHE2K,
    /** LRU. */
    CONCURRENT_LINKED_HASH_MAP,
    /** LRU, as it is made of the JDK's. */
    SYNCHRONIZED_LINKED_HASH_MAP;

    /** A cache of so many entries. */
    Contended make(int entriesMax) {
      return switch (this) {
        case HASH_MAP -> of(new ConcurrentHashMap<>());
        case PLAIN_LRU -> plain(new PlainLru<>(Bounds.entries(entriesMax)));
        case LRU, SIEVE, S3_FIFO, W_TINY_LFU ->
            ours(Policy.valueOf(name()).cache(Bounds.entries(entriesMax)));
        case CAFFEINE -> caffeine(entriesMax);
        case CACHE2K -> cache2k(entriesMax);
        case CONCURRENT_LINKED_HASH_MAP ->
            of(
                new ConcurrentLinkedHashMap.Builder<Integer, Integer>()
                    .maximumWeightedCapacity(entriesMax)
                    .build());
        case SYNCHRONIZED_LINKED_HASH_MAP -> locked(new AccessOrdered(entriesMax));
      };
    }

    private static Contended of(Map<Integer, Integer> map) {
      return new Contended(map::get, map::put);
    }

    private static Contended ours(Cache<Integer, Integer> cache) {
      return new Contended(cache::get, cache::put);
    }

    private static Contended plain(PlainLru<Integer, Integer> cache) {
      return new Contended(
          key -> {
            synchronized (cache) {
              return cache.get(key);
            }
          },
          (key, value) -> {
            synchronized (cache) {
              cache.put(key, value);
            }
          });
    }

    private static Contended locked(Map<Integer, Integer> map) {
      return new Contended(
          key -> {
            synchronized (map) {
              return map.get(key);
            }
          },
          (key, value) -> {
            synchronized (map) {
              map.put(key, value);
            }
          });
    }

    private static Contended caffeine(int entriesMax) {
      var cache = Caffeine.newBuilder().maximumSize(entriesMax).<Integer, Integer>build();
      return new Contended(cache::getIfPresent, cache::put);
    }

    private static Contended cache2k(int entriesMax) {
      var cache =
          Cache2kBuilder.of(Integer.class, Integer.class)
              .entryCapacity(entriesMax)
              .eternal(true)
              .build();
      return new Contended(cache::peek, cache::put);
    }
  }

  private static final class AccessOrdered extends LinkedHashMap<Integer, Integer> {
    private static final long serialVersionUID = 1;

    private final int entriesMax;

    AccessOrdered(int entriesMax) {
      super(16, 0.75f, true);
      this.entriesMax = entriesMax;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
      return size() > entriesMax;
    }
  }

  /** Fills the contender, and sees that all is there. */
  @Setup
  public void fillAndVerify() {
    cache = contender.make(ENTRIES_MAX);
    Arrays.setAll(values, i -> i);
    for (var value : values) {
      cache.put.accept(value, value);
    }
    for (var value : values) {
      verify(value, cache.get.apply(value));
    }
    var order = new SplittableRandom(SEED).ints(0, ENTRIES).distinct().limit(ENTRIES).toArray();
    var draws = new Zipf(ENTRIES, Zipf.EXPONENT_WEB).draws(ASKED, SEED);
    Arrays.setAll(keys, i -> values[order[draws[i]]]);
  }

  private static void verify(Integer key, @Nullable Integer value) {
    if (!key.equals(value)) {
      throw new IllegalStateException("%s for %s".formatted(value, key));
    }
  }

  /** Each thread's own place among the keys. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    /** Threads begin far from each other. */
    @Setup
    public void start(ThreadParams thread) {
      next = thread.getThreadIndex() * (ASKED / 3);
    }

    int next() {
      return next++ & (ASKED - 1);
    }
  }

  /** Reads only. */
  @Benchmark
  public void readAlone(Place place) {
    read(place.next());
  }

  /** The same, from two threads. */
  @Benchmark
  @Threads(2)
  public void readTwoThreads(Place place) {
    read(place.next());
  }

  /** Three reads, then a write. */
  @Benchmark
  public void mixedAlone(Place place) {
    mixed(place.next());
  }

  /** The same, from two threads. */
  @Benchmark
  @Threads(2)
  public void mixedTwoThreads(Place place) {
    mixed(place.next());
  }

  private void read(int place) {
    var key = keys[place];
    verify(key, cache.get.apply(key));
  }

  private void mixed(int place) {
    if ((place & 3) == 0) {
      var key = keys[place];
      cache.put.accept(key, key);
    } else {
      read(place);
    }
  }
}
