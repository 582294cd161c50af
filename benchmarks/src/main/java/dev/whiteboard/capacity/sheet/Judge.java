package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Check;
import dev.whiteboard.capacity.claim.Claim;
import dev.whiteboard.capacity.claim.Input;
import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.claim.Resource;
import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Unit;
import java.util.Optional;

/** Says of each claim whether it holds. All rules are here. */
final class Judge {
  // In this order; the first that applies decides.
  //
  //   premise    The claim has to be enough for something else that its interview states, and by
  //              arithmetic is not: breaks-at what it is enough for.
  //   Fits       Arithmetic alone decides: holds, or breaks-at the room there is.
  //   Unmeasured, or the figure is in no result document: not-measured.
  //   Shared     What was measured, which is one core, or the memory of one machine, does it and is
  //              at most 60 % busy: holds. More of them do: holds-if the work divides evenly among
  //              them, since that was not measured. It cannot be divided: breaks-at what one does.
  //   Footprint  No more bytes than were estimated: holds. More: breaks-at the resource they fill.
  //   Within     99 % took longer than the limit, on one machine: breaks-at that. Else holds-if the
  //              network takes no more than the rest of the limit: it was no part of the
  // measurement.

  private Judge() {}

  static Judgement of(
      Claim claim, Optional<Measured> measured, Optional<Sizing> sizing, Inputs in) {
    var premise = claim.premise().filter(fits -> !fits.need().isAtMost(fits.room()));
    if (premise.isPresent()) {
      return fits(premise.get());
    }
    return switch (claim.check()) {
      case Check.Fits fits -> fits(fits);
      case Check.Unmeasured unmeasured ->
          new Judgement(Verdict.NOT_MEASURED, sentence(unmeasured.why()));
      case Check.Shared shared ->
          measured
              .map(one -> shared(shared, one, sizing.orElseThrow(), in))
              .orElseGet(() -> missing(shared));
      case Check.Footprint footprint ->
          measured
              .map(one -> footprint(footprint, one, claim.recomputed()))
              .orElseGet(() -> missing(footprint));
      case Check.Within within ->
          measured.map(one -> within(within, one)).orElseGet(() -> missing(within));
    };
  }

  private static Judgement missing(Check check) {
    var gauge = check.gauge().orElseThrow();
    return new Judgement(Verdict.NOT_MEASURED, "No result has %s.".formatted(gauge.id()));
  }

  private static Judgement fits(Check.Fits fits) {
    var need = fits.need().quantity();
    var room = fits.room().quantity();
    return fits.need().isAtMost(fits.room())
        ? new Judgement(Verdict.HOLDS, "By arithmetic: %s go into %s.".formatted(need, room))
        : new Judgement(
            Verdict.BREAKS_AT, "By arithmetic: at %s, where it takes %s.".formatted(room, need));
  }

  private static Judgement shared(
      Check.Shared shared, Measured measured, Sizing sizing, Inputs in) {
    var load = shared.load(measured);
    var most = in.quantity(Input.NODE_UTILISATION).in(Unit.ONE).value();
    if (load <= most) {
      return new Judgement(
          Verdict.HOLDS, "What was measured does it, and is %.0f %% busy.".formatted(100 * load));
    }
    if (!shared.divides()) {
      return new Judgement(
          Verdict.BREAKS_AT,
          "It cannot be divided, and one does %s when it is full.".formatted(measured.quantity()));
    }
    return new Judgement(
        Verdict.HOLDS_IF,
        sizing.bottleneck() == Resource.CPU
            ? "If %s share it evenly, each doing on all its cores what one was measured to do."
                .formatted(sizing.nodes().quantity())
            : "If %s share it evenly, and nothing fills before the %s does."
                .formatted(sizing.nodes().quantity(), sizing.bottleneck()));
  }

  private static Judgement footprint(
      Check.Footprint footprint, Measured measured, Figure estimate) {
    var atScale = footprint.atScale().apply(measured);
    var sum =
        atScale.equals(measured)
            ? "One takes %s".formatted(measured.quantity())
            : "At %s it comes to %s".formatted(measured.quantity(), atScale.quantity());
    return atScale.isAtMost(estimate)
        ? new Judgement(Verdict.HOLDS, sum + ", which is no more than estimated.")
        : new Judgement(
            Verdict.BREAKS_AT,
            "%s, %s times the estimate: the %s is full before."
                .formatted(sum, atScale.over(estimate).quantity(), footprint.resource()));
  }

  private static Judgement within(Check.Within within, Measured measured) {
    if (!measured.isAtMost(within.limit())) {
      return new Judgement(
          Verdict.BREAKS_AT,
          "On one machine, without a network, 99 %% take up to %s already."
              .formatted(measured.quantity()));
    }
    return new Judgement(
        Verdict.HOLDS_IF,
        "99 %% take up to %s on one machine: if %s are enough for %s."
            .formatted(
                measured.quantity(), within.limit().minus(measured).quantity(), within.rest()));
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
