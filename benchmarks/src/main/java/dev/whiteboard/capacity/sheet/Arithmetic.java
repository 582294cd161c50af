package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Claim;
import java.util.Locale;

/** Whether what an interview states is what its own inputs come to. */
public enum Arithmetic {
  /** It is, to the fourth digit; or it is a requirement, with nothing to compute. */
  RIGHT,
  /** It is near enough for an estimate, and was meant as one. */
  ROUNDED,
  /** It is not. */
  WRONG;

  /** What the fourth digit may be off by. */
  private static final double EQUAL = 0.0005;

  /** Two digits of a peak that is twice a rounded average: 2,400 for 2,315. */
  private static final double NEAR = 0.05;

  /** Of a claim with the interview's inputs. */
  static Arithmetic of(Claim asStated) {
    return switch (asStated.precision()) {
      case REQUIRED -> RIGHT;
      case EXACT -> off(asStated) == 0 ? RIGHT : WRONG;
      case ABOUT -> {
        var off = off(asStated);
        yield off <= EQUAL ? RIGHT : off <= NEAR ? ROUNDED : WRONG;
      }
    };
  }

  /** By how much of what is recomputed. */
  private static double off(Claim claim) {
    var recomputed = claim.recomputed().quantity();
    var stated = claim.stated().quantity().in(recomputed.unit());
    return Math.abs(stated.value() - recomputed.value()) / recomputed.value();
  }

  /** What it says of a claim, in a sentence. */
  String because(Claim asStated) {
    var stated = asStated.stated().quantity();
    var recomputed = asStated.recomputed().quantity();
    return switch (this) {
      case RIGHT -> "";
      case ROUNDED ->
          "Stated %s, from %s: rounded by %.1f %%."
              .formatted(stated, recomputed, 100 * off(asStated));
      case WRONG -> "Stated %s, but its inputs come to %s.".formatted(stated, recomputed);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
