package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Check;
import dev.whiteboard.capacity.claim.Claim;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import dev.whiteboard.capacity.result.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One claim, set against what was measured.
 *
 * @param claim from the inputs as they are set
 * @param arithmetic whether the interview's own inputs come to what it states
 * @param arithmeticNote by how much they do not
 * @param measured what it is held against
 * @param atScale what that comes to in the claim's unit, where it is another
 * @param unitCost what one of them takes: {@code 12.3 us·core/redirect}
 * @param sizing machines, bottleneck, price
 * @param judgement whether it holds
 * @param simulated what a model of more machines says of it
 */
public record Row(
    Claim claim,
    Arithmetic arithmetic,
    String arithmeticNote,
    Optional<Measured> measured,
    Optional<Figure> atScale,
    Optional<Figure> unitCost,
    Optional<Sizing> sizing,
    Judgement judgement,
    List<Simulated> simulated) {

  private static final Figure ONE =
      new Figure.Assumed("1", Quantity.of(1, "1"), "to turn a rate into what one takes");

  /** Lists are kept as they are now. */
  public Row {
    simulated = List.copyOf(simulated);
  }

  /**
   * The row of one claim: as the interview states it, and as it is with the inputs that are set.
   */
  static Row of(Claim asStated, Claim claim, Inputs in, Measurements measurements) {
    var arithmetic = Arithmetic.of(asStated);
    var measured = claim.check().gauge().flatMap(measurements::find);
    var sizing = Sizing.of(claim.check(), in, measurements);
    return new Row(
        claim,
        arithmetic,
        arithmetic.because(asStated),
        measured,
        measured.flatMap(figure -> atScale(claim.check(), figure)),
        measured.map(figure -> unitCost(claim.check(), figure)),
        sizing,
        Judge.of(claim, measured, sizing, in),
        List.of());
  }

  private static Optional<Figure> atScale(Check check, Measured measured) {
    return check instanceof Check.Footprint footprint
        ? Optional.of(footprint.atScale().apply(measured)).filter(Derived.class::isInstance)
        : Optional.empty();
  }

  /**
   * So many a second for a core is so much of a core for one; bytes and times are of one already.
   */
  private static Figure unitCost(Check check, Measured measured) {
    var powers = measured.quantity().unit().powers();
    return check instanceof Check.Shared && powers.containsKey("core")
        ? inMicros(ONE.over(measured))
        : measured;
  }

  private static Figure inMicros(Derived cost) {
    var thing =
        cost.quantity().unit().powers().entrySet().stream()
            .filter(power -> power.getValue() < 0)
            .map(power -> "/" + power.getKey())
            .findFirst()
            .orElse("");
    return cost.in("us·core" + thing);
  }

  Row with(List<Simulated> figures) {
    return new Row(
        claim, arithmetic, arithmeticNote, measured, atScale, unitCost, sizing, judgement, figures);
  }

  /** Its id, which all outputs call it by. */
  public String id() {
    return claim.id();
  }

  /** The command that measures it again, where anything does. */
  public Optional<String> rerun() {
    return claim.check().gauge().map(Gauge::rerun);
  }

  /** All there is to say of it, sentence by sentence. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    notes.add(judgement.because());
    notes.add(arithmeticNote);
    claim.findings().forEach(each -> notes.add(each.text() + " " + ended(each.figure())));
    simulated.forEach(each ->
        notes.add("Simulated: %s is %s (%s).".formatted(each.name(), each.quantity(), each.how())));
    notes.removeIf(String::isEmpty);
    return List.copyOf(notes);
  }

  private static String ended(Figure figure) {
    return figure.quantity() + ".";
  }

  /** How the estimate comes about, by names and then by values. */
  public String formula() {
    return claim.recomputed() instanceof Derived derived
        ? derived.formula() + " = " + derived.working()
        : claim.recomputed().name();
  }
}
