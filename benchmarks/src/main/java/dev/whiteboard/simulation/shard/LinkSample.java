package dev.whiteboard.simulation.shard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.whiteboard.cdn.ring.XxHash64;
import dev.whiteboard.shortener.code.Base62;
import dev.whiteboard.shortener.code.CodePermutation;
import dev.whiteboard.shortener.code.PermutedCounter;
import dev.whiteboard.shortener.code.SipHash;
import java.util.SplittableRandom;

/**
 * Some of all links, drawn at random: the shortener's own codes, hashed as the ring hashes keys.
 *
 * <p>A shard that has {@code 1/n} of all links has {@code k/n} of a sample of k, give or take
 * {@code sqrt(k/n)}: of 2 million links on 32 shards that is 0.4 %. Less than that a sample can't
 * tell from an even share.
 */
public final class LinkSample {
  private final long[] hashes;

  private LinkSample(long[] hashes) {
    this.hashes = hashes;
  }

  /**
   * Draws.
   *
   * @param count of the sample
   * @param links that there are
   */
  public static LinkSample draw(int count, long links, long seed) {
    var random = new SplittableRandom(seed);
    var permutation = new CodePermutation(new SipHash(random.nextLong(), random.nextLong()));
    var numbers = random.longs(count, 0, links);
    return new LinkSample(numbers.map(number -> hash(permutation.apply(number))).toArray());
  }

  private static long hash(long image) {
    return XxHash64.hash(Base62.encode(image, PermutedCounter.DIGITS).getBytes(US_ASCII), 0);
  }

  /** How many. */
  public int size() {
    return hashes.length;
  }

  long hash(int place) {
    return hashes[place];
  }

  /** What a shard's share may be off by chance alone, as a part of it: one standard deviation. */
  public double error(int shards) {
    return Math.sqrt((double) shards / hashes.length);
  }
}
