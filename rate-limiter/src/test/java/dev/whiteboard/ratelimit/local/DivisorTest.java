package dev.whiteboard.ratelimit.local;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class DivisorTest {
  @Property
  void into_anyNumber_isTheQuotient(
      @ForAll @LongRange(min = 1) long divisor,
      @ForAll @LongRange(min = 0) long number,
      @ForAll @LongRange(min = 0) long times) {
    var by = new Divisor(divisor);
    var multiple = divisor * (times % (Long.MAX_VALUE / divisor + 1));
    for (var one : new long[] {number, multiple, Math.max(multiple - 1, 0), Long.MAX_VALUE}) {
      if (by.into(one) != one / divisor) {
        throw new AssertionError(one + " by " + divisor);
      }
    }
  }

  @Property
  void into_powersOfTwoAndNextToThem_isTheQuotient(
      @ForAll @LongRange(min = 0, max = 62) long power, @ForAll @LongRange(min = 0) long number) {
    for (var divisor = Math.max((1L << power) - 1, 1); divisor <= (1L << power) + 1; divisor++) {
      if (new Divisor(divisor).into(number) != number / divisor) {
        throw new AssertionError(number + " by " + divisor);
      }
    }
  }
}
