package dev.whiteboard.bench.rig;

import java.util.concurrent.CompletionStage;

/** Decides about a key, in Redis. */
@FunctionalInterface
interface Decider {
  /** Whether the key may go on; takes one permit. */
  CompletionStage<Boolean> ask(String key);
}
