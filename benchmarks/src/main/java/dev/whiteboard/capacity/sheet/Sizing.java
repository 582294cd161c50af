package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Check;
import dev.whiteboard.capacity.claim.Input;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.claim.Resource;
import dev.whiteboard.capacity.figure.Derived;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.figure.Unit;
import dev.whiteboard.capacity.result.Measurements;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a claim takes.
 *
 * @param bottleneck the resource that is full first
 * @param each machines at each place that would be full to the brim, with a fraction
 * @param nodes machines at all places, no fuller than they may be, with those to spare
 * @param yearCost of these, and of what they store or send
 */
public record Sizing(Resource bottleneck, Derived each, Derived nodes, Derived yearCost) {

  private static final Figure ONE_YEAR =
      new Figure.Assumed("a year", Quantity.of(1, "year"), "what is stored in one is kept");

  private static final Unit BYTES = Unit.of("B");
  private static final Unit BYTE_RATE = Unit.of("B/s");

  /** From what was measured, if it was. */
  static Optional<Sizing> of(Check check, Inputs in, Measurements measurements) {
    return switch (check) {
      case Check.Shared shared -> shared(shared, in, measurements);
      case Check.Footprint footprint ->
          measurements.find(footprint.measured()).flatMap(each -> footprint(footprint, each, in));
      case Check.Within _, Check.Fits _, Check.Unmeasured _ -> Optional.empty();
    };
  }

  private static Optional<Sizing> shared(
      Check.Shared shared, Inputs in, Measurements measurements) {
    if (measurements.find(shared.measured()).isEmpty()) {
      return Optional.empty();
    }
    var needs = new EnumMap<Resource, Figure>(Resource.class);
    for (var need : shared.needs()) {
      measurements
          .find(need.measured())
          .map(figure -> need.amount().apply(figure).over(need.ofNode()))
          .ifPresent(nodes -> needs.merge(need.resource(), nodes, Figure::plus));
    }
    return Optional.of(of(fullest(needs), fullestPool(needs), shared.places(), in));
  }

  /** The one that asks for the most machines. */
  private static Resource fullest(Map<Resource, Figure> needs) {
    return needs.entrySet().stream()
        .max(Map.Entry.comparingByValue((one, other) -> one.quantity().compareTo(other.quantity())))
        .orElseThrow()
        .getKey();
  }

  /** Needs that fill the same thing add up; the largest sum is what has to be there. */
  private static Figure fullestPool(Map<Resource, Figure> needs) {
    var pools = new EnumMap<Resource, Figure>(Resource.class);
    needs.forEach((resource, need) -> pools.merge(resource.pool(), need, Figure::plus));
    return pools.values().stream()
        .max((one, other) -> one.quantity().compareTo(other.quantity()))
        .orElseThrow();
  }

  private static Sizing of(Resource bottleneck, Figure full, Figure places, Inputs in) {
    var nodes =
        places.equals(Check.ONE_PLACE) ? atOnePlace(full, in) : atEachPlace(full, places, in);
    var each = full.over(places);
    var cost = nodes.times(in.get(Input.PRICE_NODE)).in("USD/year");
    return new Sizing(bottleneck, each, nodes, cost);
  }

  private static Derived atOnePlace(Figure full, Inputs in) {
    var needed = full.over(in.get(Input.NODE_UTILISATION)).in("nodes").roundedUp();
    return needed.plus(in.get(Input.NODE_SPARE)).named("nodes");
  }

  private static Derived atEachPlace(Figure full, Figure places, Inputs in) {
    var eachPlace =
        new Figure.Assumed(
            "each place", new Quantity(1, places.quantity().unit()), "may lose a machine");
    var needed = full.over(places).over(in.get(Input.NODE_UTILISATION)).roundedUp();
    return needed
        .plus(in.get(Input.NODE_SPARE).over(eachPlace))
        .times(places)
        .in("nodes")
        .named("nodes");
  }

  /** Of bytes, and bytes a second; bytes a message take nothing until there are messages. */
  private static Optional<Sizing> footprint(Check.Footprint check, Measured measured, Inputs in) {
    var atScale = check.atScale().apply(measured);
    var unit = atScale.quantity().unit();
    if (!unit.isLike(BYTES) && !unit.isLike(BYTE_RATE)) {
      return Optional.empty();
    }
    return Optional.of(
        check.resource() == Resource.DISK
            ? stored(unit.isLike(BYTES) ? atScale : atScale.times(ONE_YEAR), in)
            : sent(atScale, in));
  }

  private static Sizing stored(Figure bytes, Inputs in) {
    var full = bytes.over(in.get(Input.NODE_DISK));
    return of(Resource.DISK, full, Check.ONE_PLACE, in)
        .costing(bytes.times(in.get(Input.PRICE_DISK)));
  }

  private static Sizing sent(Figure bytesPerSecond, Inputs in) {
    var full = bytesPerSecond.over(in.get(Input.NODE_NETWORK));
    return of(Resource.NETWORK, full, Check.ONE_PLACE, in)
        .costing(bytesPerSecond.times(in.get(Input.PRICE_TRAFFIC)));
  }

  private Sizing costing(Figure more) {
    return new Sizing(bottleneck, each, nodes, yearCost.plus(more).in("USD/year"));
  }
}
