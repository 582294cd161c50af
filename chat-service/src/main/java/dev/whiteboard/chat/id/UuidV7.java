package dev.whiteboard.chat.id;

import dev.whiteboard.kit.shard.Buckets;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Makes UUIDs that grow with time (RFC 9562, section 5.7): rows that are made together stand
 * together in an index. They tell when they were made, and are no secret.
 */
public final class UuidV7 {
  /*
   *   48 bits           4 bits  12 bits   2 bits  62 bits
   *   ms since 1970     7       random    10      random
   */
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * With a clock and a source of randomness.
   *
   * @param random safe for many threads
   */
  public UuidV7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The next one in a bucket: what is kept by it then is on the shard of what else is in there.
   *
   * @param bucket by {@link Buckets}; one of 16 tries meets it
   */
  public UUID nextIn(int bucket) {
    return Stream.generate(this::next)
        .filter(id -> Buckets.of(id) == bucket)
        .findFirst()
        .orElseThrow();
  }

  /** The next one. */
  public UUID next() {
    var high = clock.millis() << 16 | VERSION | random.nextLong() >>> 52;
    var low = VARIANT | random.nextLong() >>> 2;
    return new UUID(high, low);
  }
}
