package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.limit.NanoClock;
import java.util.function.Consumer;

/**
 * Who waits for a check.
 *
 * @param meters counts it
 * @param clock times it
 * @param startedNanos when it came
 * @param then is told
 */
record Ending(CheckMeters meters, NanoClock clock, long startedNanos, Consumer<Outcome> then) {
  void end(Outcome outcome) {
    meters.decided(clock.nanos() - startedNanos);
    then.accept(outcome);
  }
}
