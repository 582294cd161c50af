package dev.whiteboard.cdn.cache;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Interleavings of two threads: what they are told comes out as some order of the calls. */
final class LinearizabilityTest {
  @Test
  void lru_allInterleavings_areLinearizable() {
    check(Lru.class);
  }

  @Test
  void sieve_allInterleavings_areLinearizable() {
    check(Sieve.class);
  }

  private static void check(Class<?> cache) {
    new ModelCheckingOptions()
        .iterations(4)
        .invocationsPerIteration(40)
        .threads(2)
        .actorsPerThread(3)
        .check(cache);
  }

  /** Two keys in a cache that never needs to evict. */
  public abstract static class Two {
    private final Cache<String, String> cache;

    Two(Policy policy) {
      cache = policy.cache(Bounds.entries(10));
    }

    @Operation
    public @Nullable String getA() {
      return cache.get("a");
    }

    @Operation
    public @Nullable String putAX() {
      return cache.put("a", "x");
    }

    @Operation
    public @Nullable String putAY() {
      return cache.put("a", "y");
    }

    @Operation
    public @Nullable String removeA() {
      return cache.remove("a");
    }

    @Operation
    public boolean removeAX() {
      return cache.remove("a", "x");
    }

    @Operation
    public @Nullable String getB() {
      return cache.get("b");
    }

    @Operation
    public @Nullable String putBZ() {
      return cache.put("b", "z");
    }
  }

  /** By recency. */
  public static final class Lru extends Two {
    public Lru() {
      super(Policy.LRU);
    }
  }

  /** By marks. */
  public static final class Sieve extends Two {
    public Sieve() {
      super(Policy.SIEVE);
    }
  }
}
