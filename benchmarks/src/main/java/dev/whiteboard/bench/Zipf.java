package dev.whiteboard.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers as people pick links: the first often, the last hardly ever. Number i comes with a
 * probability in proportion to 1 / (i + 1)^exponent.
 *
 * <p>Drawn ahead of a measurement: a draw costs a binary search, as much as what is measured.
 */
public final class Zipf {
  /** What web requests were found to follow, and what YCSB takes. */
  public static final double EXPONENT_WEB = 0.99;

  private final double[] cumulative;

  /**
   * Numbers below the size.
   *
   * @param size how many numbers, 1 or more
   * @param exponent 0 for all alike
   */
  public Zipf(int size, double exponent) {
    cumulative = new double[size];
    var sum = 0.0;
    for (var i = 0; i < size; i++) {
      sum += 1 / Math.pow(i + 1, exponent);
      cumulative[i] = sum;
    }
  }

  /** So many draws, always the same for a seed. */
  public int[] draws(int count, long seed) {
    var random = new SplittableRandom(seed);
    var sum = cumulative[cumulative.length - 1];
    var draws = new int[count];
    Arrays.setAll(draws, _ -> number(random.nextDouble() * sum));
    return draws;
  }

  private int number(double point) {
    var found = Arrays.binarySearch(cumulative, point);
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
