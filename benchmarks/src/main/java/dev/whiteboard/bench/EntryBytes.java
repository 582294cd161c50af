package dev.whiteboard.bench;

import dev.whiteboard.bench.CachePolicyBenchmark.Contended;
import dev.whiteboard.bench.CachePolicyBenchmark.Contender;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;

/**
 * What an entry takes of the heap beside its key and value: table, node, place in a list, what the
 * policy remembers.
 *
 * <p>Heap in use after a collection, with a full cache and without: no tool is needed, and nothing
 * is left out. Keys and values are there before.
 *
 * <p>{@code ./whiteboard bench entry-bytes}
 */
public final class EntryBytes {
  private static final int ENTRIES = 1_000_000;
  private static final int ROUNDS = 3;

  /** It takes a few until what was made meanwhile is gone. */
  private static final int COLLECTIONS = 3;

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private EntryBytes() {}

  /** Prints a table; the argument is how many entries there are, {@value #ENTRIES} if none. */
  public static void main(String... arguments) {
    var entries = arguments.length == 0 ? ENTRIES : Integer.parseInt(arguments[0]);
    var keys = new Integer[entries];
    Arrays.setAll(keys, i -> i);
    System.out.printf("%,d entries; bytes beside key and value%n%n", entries);
    System.out.println("| cache | bytes an entry: median (lowest to highest) |");
    System.out.println("|---|---|");
    for (var contender : Contender.values()) {
      var each = new double[ROUNDS];
      Arrays.setAll(each, _ -> bytesEach(contender, keys));
      Arrays.sort(each);
      System.out.printf(
          "| %s | %.1f (%.1f to %.1f) |%n", contender, each[ROUNDS / 2], each[0], each[ROUNDS - 1]);
    }
  }

  private static double bytesEach(Contender contender, Integer[] keys) {
    var before = used();
    var cache = contender.make(keys.length);
    for (var key : keys) {
      cache.put().accept(key, key);
    }
    var bytes = used() - before;
    return (double) bytes / held(cache, keys);
  }

  /** Some evict a little early, so what is there is counted. */
  private static int held(Contended cache, Integer[] keys) {
    var held = 0;
    for (var key : keys) {
      held += cache.get().apply(key) == null ? 0 : 1;
    }
    return held;
  }

  private static long used() {
    for (var i = 0; i < COLLECTIONS; i++) {
      MEMORY.gc();
    }
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
