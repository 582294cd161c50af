package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Stated;
import dev.whiteboard.capacity.figure.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What one interview states.
 *
 * @param interview which
 * @param in the inputs as they are now
 */
record Statements(Interview interview, Inputs in) {
  private static final Figure ALWAYS =
      new Figure.Assumed("always", Quantity.of(100, "%"), "all of the time");

  private static final Check UNMEASURED = new Check.Unmeasured("nothing here measures it");

  /** An estimate that is meant as "about", or computed from such. */
  Claim about(String id, String text, Quantity stated, Derived recomputed) {
    return claim(id, text, stated, Precision.ABOUT, recomputed.in(stated.unit().symbol()));
  }

  /** A figure that is meant to the digit. */
  Claim exact(String id, String text, Quantity stated, Figure recomputed) {
    return claim(id, text, stated, Precision.EXACT, recomputed);
  }

  /** A requirement. Stated is what the interview says, whatever it was set to. */
  Claim required(String id, String text, Input input) {
    return claim(id, text, input.preset(), Precision.REQUIRED, in.get(input));
  }

  /** A requirement in percent of the time: recomputed is what that leaves in a year. */
  Claim available(String id, Input input) {
    var down = ALWAYS.minus(in.get(input)).in("min/year");
    return claim(id, "answers, of all time", input.preset(), Precision.REQUIRED, down)
        .checked(new Check.Unmeasured("a year is longer than a benchmark; failures are tests"));
  }

  private Claim claim(
      String id, String text, Quantity stated, Precision precision, Figure recomputed) {
    return new Claim(
        id,
        interview,
        text,
        new Stated(id, stated),
        precision,
        recomputed,
        Optional.empty(),
        UNMEASURED,
        List.of());
  }
}
