package dev.whiteboard.shortener.code;

/**
 * A keyed permutation of the numbers below 62^7: each has one image, no two have the same, and
 * without the key the images tell nothing of the numbers.
 */
public final class CodePermutation {
  /*
   * How is it designed, and why?
   *
   * Base 62 of a counter can be enumerated: after n3Xk0aQ comes n3Xk0aR, and a stranger reads every
   * link. Random codes can't, but collide: with 182.5 billion links in 62^7 codes one insert in 19
   * meets a taken one, and each insert has to look. A permutation of the counter has neither fault.
   *
   * A Feistel network [1] makes a permutation of 2^42 numbers out of any function of 21 bits: a
   * round replaces (left, right) by (right, left XOR f(right)), which can be undone whatever f is.
   * f is SipHash under a 128-bit key [2], the round's number mixed in. Three rounds suffice against
   * an attacker who chooses the numbers, for halves of great width [1]; ours are narrow, and for
   * such NIST takes ten in FF1 [3], so ten it is.
   *
   * But 62^7 is not 2^42: it is 80 % of it. Cycle walking [4]: where the image lies outside, apply
   * the network again, until it lies inside. As the network is a permutation, the walk returns to
   * the inside before it could repeat, and two walks never meet. A walk has 1.25 steps on average;
   * one of more than WALK_STEPS_MAX has a probability of 10^-70.
   *
   * [1] Luby, Rackoff: How to construct pseudorandom permutations from pseudorandom functions, 1988
   * [2] Aumasson, Bernstein: SipHash: a fast short-input PRF, 2012
   * [3] NIST SP 800-38G: Format-preserving encryption, 2016
   * [4] Black, Rogaway: Ciphers with arbitrary finite domains, 2002
   */

  /** How many numbers are permuted: 62^7. */
  public static final long SIZE = 62L * 62 * 62 * 62 * 62 * 62 * 62;

  private static final int ROUNDS = 10;
  private static final int WALK_STEPS_MAX = 100;

  private final SipHash function;
  private final long size;
  private final int halfBits;
  private final long halfMask;

  /** The permutation of all seven-digit codes under this key. */
  public CodePermutation(SipHash function) {
    this(function, SIZE);
  }

  /**
   * The permutation of a smaller set, which can be checked whole.
   *
   * @param size how many numbers, from 1 to 62^7
   */
  CodePermutation(SipHash function, long size) {
    if (size < 1 || size > SIZE) {
      throw new IllegalArgumentException("size must be from 1 to 62^7, but is " + size);
    }
    this.function = function;
    this.size = size;
    this.halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
    this.halfMask = (1L << halfBits) - 1;
  }

  /**
   * The number's image.
   *
   * @throws IllegalArgumentException where the number is not among those permuted
   */
  public long apply(long number) {
    if (number < 0 || number >= size) {
      throw new IllegalArgumentException("not below " + size + ": " + number);
    }
    var image = network(number);
    for (var steps = 1; image >= size; steps++) {
      if (steps == WALK_STEPS_MAX) {
        throw new IllegalStateException("no way back inside from " + number);
      }
      image = network(image);
    }
    return image;
  }

  private long network(long number) {
    var left = number >>> halfBits;
    var right = number & halfMask;
    for (var round = 0; round < ROUNDS; round++) {
      var next = left ^ (function.hash((long) round << Integer.SIZE | right) & halfMask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
