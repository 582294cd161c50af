package dev.whiteboard.shortener.code;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Passes over codes whose link could not be kept now, as long as there are others.
 *
 * <p>Where none is known to be reachable, as on a node that hears no news at all, one is as good as
 * the other: the first is taken, and no ids are spent in vain.
 */
public final class ReachableCodes implements CodeGenerator {
  /**
   * In a row. With one of two shards away none is left over once in 2^64; with 15 of 16, once in
   * 60.
   */
  private static final int ATTEMPTS_MAX = 64;

  private final CodeGenerator codes;
  private final Predicate<String> reachable;
  private final BooleanSupplier anyReachable;

  /**
   * Codes from there.
   *
   * @param reachable whether a code's link could be kept
   * @param anyReachable whether there are such codes
   */
  public ReachableCodes(
      CodeGenerator codes, Predicate<String> reachable, BooleanSupplier anyReachable) {
    this.codes = codes;
    this.reachable = reachable;
    this.anyReachable = anyReachable;
  }

  @Override
  public String code(String url, int attempt) {
    var code = codes.code(url, attempt);
    for (var passedOver = 1; passedOver < ATTEMPTS_MAX && isInVain(code); passedOver++) {
      code = codes.code(url, attempt + passedOver);
    }
    return code;
  }

  private boolean isInVain(String code) {
    return !reachable.test(code) && anyReachable.getAsBoolean();
  }
}
