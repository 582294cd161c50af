package dev.whiteboard.ratelimit.check;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One way only to hear of a failure: what is thrown is a failed stage too. */
final class Calls {
  private Calls() {}

  static <T> CompletionStage<T> failing(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
