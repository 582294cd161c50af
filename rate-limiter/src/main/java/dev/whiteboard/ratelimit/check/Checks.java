package dev.whiteboard.ratelimit.check;

import java.util.function.Consumer;

/** Decides checks: all rules that hold are charged, or none is. Nothing blocks. */
public interface Checks {
  /**
   * Decides.
   *
   * @param then is told the outcome once, never a failure: what a rule says while its store is away
   *     is part of it. At once where this process can decide, else on a thread of the store.
   * @throws IllegalArgumentException where more rules hold than are decided together ({@link
   *     dev.whiteboard.ratelimit.redis.SharedLimits#CHARGES_MAX}); nothing was taken
   */
  void decide(Check check, Consumer<Outcome> then);
}
