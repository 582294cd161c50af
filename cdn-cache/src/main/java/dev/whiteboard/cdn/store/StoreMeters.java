package dev.whiteboard.cdn.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;

/** {@code cdn_cache_bytes}, {@code cdn_cache_objects} and {@code cdn_cache_direct_bytes}. */
public final class StoreMeters {
  private StoreMeters() {}

  /**
   * Registers the first two for a tier, as sums over its nodes in this process.
   *
   * @param tier the label, as {@code edge}
   */
  public static void register(
      MeterRegistry registry, String tier, Collection<? extends ObjectStore> stores) {
    var all = List.copyOf(stores);
    Gauge.builder("cdn.cache.bytes", () -> all.stream().mapToLong(ObjectStore::bytes).sum())
        .description("What is kept, with all that it costs to keep")
        .tag("tier", tier)
        .register(registry);
    Gauge.builder("cdn.cache.objects", () -> all.stream().mapToInt(ObjectStore::size).sum())
        .description("Variants that are kept")
        .tag("tier", tier)
        .register(registry);
  }

  /** What bodies take outside of the heap, with those that are gone and not collected yet. */
  public static void register(MeterRegistry registry, DirectMemory direct) {
    Gauge.builder("cdn.cache.direct.bytes", direct, DirectMemory::bytes)
        .description("Bytes that bodies take outside of the heap")
        .register(registry);
  }
}
