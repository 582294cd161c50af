package dev.whiteboard.shortener.code;

import java.util.function.Predicate;

/** Passes over codes whose link could not be kept now, as long as there are others. */
public final class ReachableCodes implements CodeGenerator {
  /**
   * In a row. With one of two shards away none is left over once in 2^64; with 15 of 16, once in
   * 60.
   */
  private static final int ATTEMPTS_MAX = 64;

  private final CodeGenerator codes;
  private final Predicate<String> reachable;

  /** Codes from there, for which this holds. */
  public ReachableCodes(CodeGenerator codes, Predicate<String> reachable) {
    this.codes = codes;
    this.reachable = reachable;
  }

  @Override
  public String code(String url, int attempt) {
    var code = codes.code(url, attempt);
    for (var passedOver = 1; passedOver < ATTEMPTS_MAX && !reachable.test(code); passedOver++) {
      code = codes.code(url, attempt + passedOver);
    }
    return code;
  }
}
