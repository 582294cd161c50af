package dev.whiteboard.simulation.cdn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What is asked for, the first of it often and the last hardly ever; a sample of it. */
public final class Catalogue {
  /*
   * Ten billion objects are in no memory, and fewer are another question: how much a cache of 5 %
   * answers depends on how many objects there are. By Zipf with exponent 1 the best 5 % of ten
   * billion get 87 % of all requests, and those of a million 79 %. So the catalogue is not made
   * smaller but sampled, and caches with it [1]: of every `stride` objects in the order of their
   * popularity one stands for all. It is asked for as often as they are on average, so no luck of
   * the draw is in it, and a cache with room for c objects has room for c / stride of the sample.
   *
   *   ranks    1 ........ stride | stride + 1 ........ 2 stride | ...
   *   sample         head        |             0                |  1 ...
   *
   * The first stride of ranks is the head. At every edge each of them is asked for several times in
   * the time that a cache holds on to an object, so every cache of sense keeps them all: they count
   * as hits of the edge, are never drawn, and have their room taken off each edge.
   *
   * [1] Waldspurger et al.: Efficient MRC Construction with SHARDS, FAST 2015
   */

  /** Ranks that are added up one by one. */
  private static final int EXACT = 1_000;

  private final long objects;
  private final long stride;
  private final double headShare;
  private final double[] cumulative;

  private Catalogue(long objects, double exponent, int sampled) {
    this.objects = objects;
    this.stride = objects / sampled;
    var all = massBelow((double) objects, exponent);
    this.headShare = massBelow((double) stride, exponent) / all;
    this.cumulative = new double[sampled - 1];
    for (var i = 0; i < cumulative.length; i++) {
      cumulative[i] = massBelow((i + 2.0) * stride, exponent) / all - headShare;
    }
  }

  /**
   * Object number i, from 1 on, is asked for in proportion to 1 / i^exponent.
   *
   * @param objects that there are
   * @param sampled how many of them are looked at, 2 or more; a divisor of the objects
   */
  public static Catalogue zipf(long objects, double exponent, int sampled) {
    if (sampled < 2 || objects % sampled != 0) {
      throw new IllegalArgumentException(sampled + " is no part of " + objects);
    }
    return new Catalogue(objects, exponent, sampled);
  }

  /** The sum of 1 / i^exponent up to a rank; exact at first, by Euler and Maclaurin behind. */
  static double massBelow(double rank, double exponent) {
    var sum = 0.0;
    for (var i = 1; i <= Math.min(rank, EXACT); i++) {
      sum += Math.pow(i, -exponent);
    }
    if (rank > EXACT) {
      var ends = (Math.pow(rank, -exponent) - Math.pow(EXACT, -exponent)) / 2;
      sum += integral(rank, exponent) - integral(EXACT, exponent) + ends;
    }
    return sum;
  }

  private static double integral(double rank, double exponent) {
    return exponent == 1 ? Math.log(rank) : Math.pow(rank, 1 - exponent) / (1 - exponent);
  }

  /** Draws an object of the sample; never of the head. */
  int draw(RandomGenerator random) {
    var point = random.nextDouble() * tailShare();
    var found = Arrays.binarySearch(cumulative, point);
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }

  /** Objects of the sample that can be drawn. */
  int size() {
    return cumulative.length;
  }

  /** How many objects each of the sample stands for. */
  public long stride() {
    return stride;
  }

  /** How many objects there are. */
  public long objects() {
    return objects;
  }

  /** What part of all requests is for the head. */
  public double headShare() {
    return headShare;
  }

  /** And what part is not: as far as objects can be drawn. */
  double tailShare() {
    return cumulative[cumulative.length - 1];
  }

  /** What part of all requests is for an object of the sample and those that it stands for. */
  double share(int object) {
    return object == 0 ? cumulative[0] : cumulative[object] - cumulative[object - 1];
  }
}
