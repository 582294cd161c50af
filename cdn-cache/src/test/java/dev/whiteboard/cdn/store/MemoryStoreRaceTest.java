package dev.whiteboard.cdn.store;

import static dev.whiteboard.cdn.store.Stored.get;
import static dev.whiteboard.cdn.store.Stored.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An origin whose pages change, threads that fill from it, and threads that purge what changed:
 * once a purge is applied, nobody finds a page that is older.
 */
final class MemoryStoreRaceTest {
  private static final int PAGES = 16;
  private static final int TAGS = 4;
  private static final int FILLERS = 4;
  private static final int PURGERS = 3;
  private static final int FILLS = 10_000;
  private static final int PURGES = 2_000;

  private final AtomicLongArray versions = new AtomicLongArray(PAGES);
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /** With room for all, and with room for half: evictions come between. */
  @ParameterizedTest
  @CsvSource({"10000000, LRU", "12000, LRU", "12000, SIEVE", "12000, S3_FIFO", "12000, W_TINY_LFU"})
  void apply_whileOthersFill_leavesNothingOlder(long bytesMax, Policy policy) throws Exception {
    var bounds = new StoreBounds(bytesMax, 10_000, 4);
    var store = new MemoryStore(bounds, EntryCaches.of(policy), Admission.ALWAYS);
    var work = new ArrayList<Callable<Void>>();
    IntStream.range(0, FILLERS).forEach(seed -> work.add(() -> fill(store, new Random(seed))));
    IntStream.range(0, PURGERS).forEach(seed -> work.add(() -> purge(store, new Random(-seed))));

    try (var threads = Executors.newFixedThreadPool(work.size())) {
      for (var done : threads.invokeAll(work, 1, TimeUnit.MINUTES)) {
        done.get();
      }
    }

    assertThat(kept).hasPositiveValue();
    assertThat(refused).hasPositiveValue();
    assertIndexIsWhole(store);
  }

  private Void fill(MemoryStore store, Random random) {
    for (var i = 0; i < FILLS; i++) {
      var page = random.nextInt(PAGES);
      var request = get(path(page), "accept-language", "l" + random.nextInt(2));
      var fence = store.begin(request);
      var response = response(request, tags(page), 100, versions.get(page));
      var isKept =
          random.nextInt(4) > 0
              ? store.keep(fence, request, response)
              : freshen(store, fence, page, response);
      (isKept ? kept : refused).incrementAndGet();
    }
    return null;
  }

  private static boolean freshen(
      MemoryStore store, ObjectStore.Fence fence, int page, StoredResponse after) {
    var found = store.find(get(path(page)));
    return !found.isEmpty() && store.freshen(fence, get(path(page)), found.getLast(), after);
  }

  private Void purge(MemoryStore store, Random random) {
    for (var i = 0; i < PURGES; i++) {
      var page = random.nextInt(PAGES);
      var pages = pages(i % 3, page);
      var now = pages.stream().map(versions::incrementAndGet).toList();
      var soft = random.nextInt(4) == 0;

      store.apply(Stored.purge(target(i % 3, page), soft));

      for (var p = 0; p < pages.size(); p++) {
        assertNoneOlder(store.find(get(path(pages.get(p)))), now.get(p), soft);
      }
    }
    return null;
  }

  private static void assertNoneOlder(List<StoredResponse> found, long version, boolean soft) {
    for (var one : found) {
      if (one.head().askedAtMillis() < version && !(soft && one.mustValidate())) {
        throw new AssertionError("version " + version + " is purged, but there is " + one);
      }
    }
  }

  /** By URL, by tag, by prefix. */
  private static Target target(int kind, int page) {
    return switch (kind) {
      case 0 -> Stored.urls(path(page));
      case 1 -> Stored.tags(tag(page));
      default -> Stored.prefix("/" + page % TAGS + "/");
    };
  }

  private static List<Integer> pages(int kind, int page) {
    return kind == 0
        ? List.of(page)
        : IntStream.range(0, PAGES).filter(one -> one % TAGS == page % TAGS).boxed().toList();
  }

  private static String path(int page) {
    return "/" + page % TAGS + "/" + page;
  }

  private static String tag(int page) {
    return "t" + page % TAGS;
  }

  private static Set<String> tags(int page) {
    return Set.of(tag(page), "p" + page, "all");
  }

  private static void assertIndexIsWhole(MemoryStore store) {
    var found =
        IntStream.range(0, PAGES)
            .mapToObj(page -> store.find(get(path(page))))
            .flatMap(List::stream)
            .toList();
    var tags = found.stream().flatMap(one -> one.tags().stream()).collect(Collectors.toSet());
    assertThat(store.size()).isEqualTo(found.size());
    assertThat(store.tags()).isEqualTo(tags.size());
    assertThat(store.apply(Stored.hard(Stored.tags("all")))).isEqualTo(found.size());
    assertThat(store.tags()).isZero();
    assertThat(store.urls()).isZero();
    assertThat(store.bytes()).isZero();
  }
}
