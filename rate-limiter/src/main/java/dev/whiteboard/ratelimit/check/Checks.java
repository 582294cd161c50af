package dev.whiteboard.ratelimit.check;

import java.util.function.Consumer;

/** Decides checks: all rules that hold are charged, or none is. Nothing blocks. */
public interface Checks {
  /**
   * Decides.
   *
   * @param then is told the outcome once, never a failure: what a rule says while its store is away
   *     is part of it. At once where all rules are local, else on a thread of the store.
   */
  void decide(Check check, Consumer<Outcome> then);
}
