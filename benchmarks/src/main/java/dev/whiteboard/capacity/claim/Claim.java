package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Stated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One figure that an interview states.
 *
 * @param id what it is called in all outputs
 * @param interview that states it
 * @param text what is claimed, in a few words
 * @param stated the figure
 * @param precision how exactly it is meant
 * @param recomputed the same from the interview's own inputs
 * @param premise what else of that interview it has to be enough for
 * @param check how it is held against what was measured
 * @param findings what it leaves out, or gets wrong
 */
public record Claim(
    String id,
    Interview interview,
    String text,
    Stated stated,
    Precision precision,
    Figure recomputed,
    Optional<Check.Fits> premise,
    Check check,
    List<Finding> findings) {
  /**
   * What an estimate leaves out.
   *
   * @param text in a few words, which the figure ends
   * @param figure that shows it
   */
  public record Finding(String text, Figure figure) {}

  /** Fails where stated and recomputed cannot be compared, though they should. */
  public Claim {
    findings = List.copyOf(findings);
    if (precision != Precision.REQUIRED) {
      stated.quantity().in(recomputed.quantity().unit());
    }
  }

  /** Checked so. */
  Claim checked(Check how) {
    return new Claim(id, interview, text, stated, precision, recomputed, premise, how, findings);
  }

  /** Which has to be enough for something else that the interview states. */
  Claim servingAll(Figure need, Figure room) {
    var fits = Optional.of(new Check.Fits(need, room));
    return new Claim(id, interview, text, stated, precision, recomputed, fits, check, findings);
  }

  /** With one more thing that it leaves out. */
  Claim but(String finding, Figure figure) {
    var all = new ArrayList<>(findings);
    all.add(new Finding(finding, figure));
    return new Claim(id, interview, text, stated, precision, recomputed, premise, check, all);
  }
}
