package dev.whiteboard.capacity.page;

import dev.whiteboard.capacity.claim.Check;
import dev.whiteboard.capacity.claim.Resource;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.figure.Unit;
import dev.whiteboard.capacity.sheet.Row;
import java.util.Optional;

/**
 * A claim as two marks on an axis.
 *
 * @param row the claim's
 * @param axis which it is on
 * @param asked where the first mark is, in the axis' unit
 * @param askedText what that is
 * @param found where the second is
 */
record Comparison(Row row, Axis axis, double asked, String askedText, Optional<Found> found) {

  /**
   * What was measured, or derived from that.
   *
   * @param value where the mark is
   * @param text what that is
   */
  record Found(double value, String text) {}

  /** Things of one kind, which can be compared by eye. */
  enum Axis {
    RATES("A second", "1/s", "asked of all machines", "one core does"),
    TIMES("Times", "s", "at most", "99 % on one machine"),
    DOWN("Minutes a year without an answer", "1", "at most", "measured"),
    EACH("Bytes for one", "B", "estimated", "measured"),
    DISK("Bytes on disk, a day or a year where stated so", "B", "estimated", "at what one takes"),
    WIRE("Bytes a second on the wire", "B/s", "estimated", "at what one takes"),
    COUNTS("Counts", "1", "asked", "one machine holds");

    final String title;
    final String unit;
    final String asked;
    final String found;

    Axis(String title, String unit, String asked, String found) {
      this.title = title;
      this.unit = unit;
      this.asked = asked;
      this.found = found;
    }

    /** A value beside the axis. */
    String label(double value) {
      return Quantity.of(value, unit).toString();
    }
  }

  static Comparison of(Row row) {
    var recomputed = row.claim().recomputed();
    return switch (row.claim().check()) {
      case Check.Within within -> times(row, within.limit());
      case Check.Shared shared when isOfCores(shared) ->
          of(row, Axis.RATES, recomputed, row.measured().map(Figure::quantity));
      case Check.Shared _ -> of(row, Axis.COUNTS, recomputed, held(row));
      case Check.Footprint footprint ->
          of(row, axisOfBytes(footprint.resource(), recomputed), recomputed, bytes(row));
      case Check.Fits _, Check.Unmeasured _ ->
          of(row, axisOf(recomputed.quantity().unit()), recomputed, Optional.empty());
    };
  }

  private static boolean isOfCores(Check.Shared shared) {
    return shared.measured().counted().powers().containsKey("core");
  }

  private static Comparison times(Row row, Figure limit) {
    return of(row, Axis.TIMES, limit, row.measured().map(Figure::quantity));
  }

  /** As many as make one machine full. */
  private static Optional<Quantity> held(Row row) {
    var asked = row.claim().recomputed().quantity();
    return row.sizing()
        .map(
            sizing -> new Quantity(asked.value() / sizing.each().quantity().value(), asked.unit()));
  }

  private static Optional<Quantity> bytes(Row row) {
    return row.atScale().or(row::measured).map(Figure::quantity);
  }

  private static Axis axisOfBytes(Resource resource, Figure figure) {
    if (figure.quantity().unit().powers().keySet().stream()
        .anyMatch(each -> !isBytesOrTime(each))) {
      return Axis.EACH;
    }
    return resource == Resource.NETWORK ? Axis.WIRE : Axis.DISK;
  }

  private static boolean isBytesOrTime(String dimension) {
    return dimension.equals("B") || dimension.equals("s");
  }

  private static Axis axisOf(Unit unit) {
    if (unit.powers().containsKey("B")) {
      return unit.powers().containsKey("s") ? Axis.WIRE : Axis.DISK;
    }
    if (unit.isTime()) {
      return Axis.TIMES;
    }
    if (unit.symbol().equals("min/year")) {
      return Axis.DOWN;
    }
    return unit.powers().getOrDefault("s", 0) == -1 ? Axis.RATES : Axis.COUNTS;
  }

  private static Comparison of(Row row, Axis axis, Figure asked, Optional<Quantity> found) {
    return new Comparison(
        row,
        axis,
        on(axis, asked.quantity()),
        asked.quantity().brief(),
        found.map(quantity -> new Found(on(axis, quantity), quantity.brief())));
  }

  private static double on(Axis axis, Quantity quantity) {
    var unit = quantity.unit();
    return switch (axis) {
      case RATES, TIMES, EACH, WIRE, COUNTS -> quantity.value() * unit.scale();
      case DOWN -> quantity.value();
      case DISK -> quantity.in(Unit.of(unit.symbol().replaceFirst("^[KMGTP]B", "B"))).value();
    };
  }
}
