package dev.whiteboard.ratelimit.local;

import java.math.BigInteger;

/**
 * Divides by the same number again and again, exactly, without dividing: a multiplication costs a
 * few cycles, a division of 64 bits up to 40.
 *
 * <p>Granlund and Montgomery, Division by Invariant Integers using Multiplication, 1994: with l the
 * bits of d - 1, n / d is the upper part of n * (2^(63+l) / d + 1) for each n below 2^63.
 */
final class Divisor {
  private final long divisor;
  private final long multiplier;
  private final int shift;

  /** By a positive number. */
  Divisor(long divisor) {
    var bits = Long.SIZE - Long.numberOfLeadingZeros(divisor - 1);
    var scaled = BigInteger.ONE.shiftLeft(Long.SIZE - 1 + bits);
    this.divisor = divisor;
    this.multiplier = scaled.divide(BigInteger.valueOf(divisor)).longValue() + 1;
    this.shift = bits - 1;
  }

  /** How often it is in a number that is not negative. */
  long into(long number) {
    return divisor == 1 ? number : Math.unsignedMultiplyHigh(number, multiplier) >>> shift;
  }
}
