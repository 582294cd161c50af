package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.mls.Groups.Outcome;
import dev.whiteboard.chat.mls.KeyPackages.Claimed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts commits by what became of them, and key packages by their kind: many of last resort say
 * that devices bring too few.
 */
public final class MlsMeters {
  private final MeterRegistry registry;

  /** In this registry. */
  public MlsMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void claimed(Claimed claimed) {
    Counter.builder("chat.mls.key.packages")
        .description("Key packages given to those who add a device")
        .tag("kind", claimed.lastResort() ? "last-resort" : "one-time")
        .register(registry)
        .increment();
  }

  void committed(Outcome outcome) {
    Counter.builder("chat.mls.commits")
        .description("Commits of groups, by what became of them")
        .tag("result", result(outcome))
        .register(registry)
        .increment();
  }

  private static String result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Taken(_, var repeated) -> repeated ? "repeated" : "taken";
      case Outcome.Lost _ -> "lost";
      case Outcome.NoMember _ -> "no-member";
      case Outcome.NotEncrypted _ -> "not-encrypted";
      case Outcome.JoinerNoMember _ -> "joiner-no-member";
    };
  }
}
