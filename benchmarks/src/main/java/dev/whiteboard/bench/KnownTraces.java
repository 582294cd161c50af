package dev.whiteboard.bench;

import java.util.Arrays;
import java.util.List;

/** Traces that come with Caffeine's simulator, and sizes of a cache that tell policies apart. */
record KnownTraces(String trace, List<Long> sizes) {
  /** From what is new to a loop and back: policies that adapt too slowly fail in the middle. */
  private static final String STRESS =
      "corda:trace_vaultservice.gz+lirs:loop.trace.gz+lirs:loop.trace.gz"
          + "+corda:trace_vaultservice.gz";

  /** All of them but the two that take minutes a policy. */
  static final List<KnownTraces> ALL =
      List.of(
          of("cache2k:web07.trace.xz", 256, 1_024, 4_096),
          of("cache2k:web12.trace.xz", 256, 1_024, 4_096),
          of("cache2k:orm-busy.trace.xz", 1_250, 5_000, 10_000),
          of("cache2k:orm-night.trace.xz", 1_250, 5_000, 10_000),
          of("adapt-size:request.trace.xz", 256, 1_024, 4_096),
          of("corda:trace_vaultservice.gz", 512, 1_024),
          of("lirs:2_pools.trace.gz", 100, 450),
          of("lirs:backf.trace.gz", 500, 1_000),
          of("lirs:cpp.trace.gz", 35, 100),
          of("lirs:cs.trace.gz", 500, 1_000),
          of("lirs:gli.trace.gz", 500, 1_000, 2_000),
          of("lirs:loop.trace.gz", 256, 512, 768),
          of("lirs:multi1.trace.gz", 500, 1_000),
          of("lirs:multi2.trace.gz", 1_000, 2_000),
          of("lirs:multi3.trace.gz", 1_000, 2_000),
          of("lirs:ps.trace.gz", 500, 1_500),
          of("lirs:scan.trace.gz", 500, 1_000),
          of("lirs:sprite.trace.gz", 200, 800),
          of("lirs:zigzag.trace.gz", 500, 1_000),
          of(STRESS, 512),
          of("scarab:scarab-recs.trace.xz", 25_000, 100_000),
          of("scarab:recs.trace.20160808T073231Z.xz", 25_000, 100_000),
          of("gradle:build-cache.xz", 1_000, 5_000),
          of("cloud-physics:w106.trace.xz", 5_000, 25_000),
          of("address:gcc.trace.gz", 250, 1_000),
          of("address:gzip.trace.gz", 250, 1_000),
          of("address:mcf.trace.gz", 250, 1_000),
          of("address:swim.trace.gz", 250, 1_000),
          of("address:twolf.trace.gz", 250, 1_000));

  private static KnownTraces of(String trace, long... sizes) {
    return new KnownTraces(trace, Arrays.stream(sizes).boxed().toList());
  }
}
