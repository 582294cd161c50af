package dev.whiteboard.bench.rig;

import dev.whiteboard.bench.result.CurveId;
import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a ladder is climbed for: the capacity, how long one waits at half of it, and latency against
 * load.
 *
 * @param ladder as it is climbed
 * @param counted what a capacity counts in a round, such as deliveries
 * @param each how many of them are due for one of the rate
 */
record Knee<R extends Paced>(Ladder<R> ladder, ToDoubleFunction<R> counted, double each) {
  /** Where one of the rate is one that is counted. */
  static <R extends Paced> Knee<R> of(Ladder<R> ladder) {
    return new Knee<>(ladder, Paced::perSecond, 1);
  }

  /**
   * What it came to.
   *
   * @param climb the whole way
   * @param half at half of the capacity; empty where there is none
   */
  record Found<R extends Paced>(Ladder.Climb<R> climb, Optional<Ladder.Rung<R>> half) {
    JsonObject toJson() {
      var json = climb.toJson();
      half.ifPresent(rung -> json.put("atHalf", rung.toJson()));
      return json;
    }

    /** The highest rate that held, or else the lowest that was tried. */
    Ladder.Rung<R> shown() {
      return climb.knee().orElse(climb.rungs().getFirst());
    }
  }

  /** Climbs, and goes back to half of the highest rate that held. */
  Found<R> find(List<Integer> rates, Ladder.Attempt<R> attempt) throws IOException {
    var climb = ladder.climb(rates, attempt);
    if (climb.knee().isEmpty()) {
      return new Found<>(climb, Optional.empty());
    }
    var half = Math.max(1, climb.knee().get().perSecond() / 2);
    return new Found<>(climb, Optional.of(ladder.at(half, attempt)));
  }

  /** Where each part of it goes in a document. */
  record Names(Optional<Quantity> capacity, Quantity p99, CurveId curve) {}

  /** Puts it among the findings. */
  void tell(Found<R> found, Names names, Findings findings) {
    var all = new ArrayList<>(found.climb.rungs());
    found.half.ifPresent(all::add);
    findings.curve(names.curve, (double) ladder.p99MicrosMax(), ladder.curve(all, each));
    if (found.half.isEmpty()) {
      var why = "not even %,.0f/s held".formatted(found.shown().perSecond() * each);
      names.capacity.ifPresent(capacity -> findings.missing(capacity.id(), why));
      findings.missing(names.p99.id(), why);
      return;
    }
    var knee = found.shown();
    names.capacity.ifPresent(capacity -> {
      findings.figure(capacity, knee.rounds(), counted);
      if (found.climb.isOpenEnded()) {
        findings.atLeast(capacity);
      }
    });
    var half = found.half.get();
    findings.figure(
        names.p99, half.rounds(), round -> (double) ladder.latency().apply(round).p99());
  }
}
