package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.shortener.http.Callers.Caller;
import dev.whiteboard.shortener.limit.AddressKey;
import dev.whiteboard.shortener.limit.Limits;
import dev.whiteboard.shortener.limit.RateLimit.Decision;
import java.time.Duration;
import java.util.Optional;

/** How many links a caller may make: few without an API key, many with one. */
public final class CreationLimits {
  private final Limits limits;

  /** Within these limits. */
  public CreationLimits(Limits limits) {
    this.limits = limits;
  }

  /** Counts one more link; a 429 where it is one too many. */
  Optional<Problem> spend(Caller caller) {
    return switch (decide(caller)) {
      case Decision.Allowed _ -> Optional.empty();
      case Decision.Denied(var retryAfter) -> Optional.of(tooMany(caller, retryAfter));
    };
  }

  private Decision decide(Caller caller) {
    return switch (caller) {
      case Caller.WithKey(var id) -> limits.keyCreations().tryAcquire(id, 1);
      case Caller.Anonymous(var address) ->
          limits.creations().tryAcquire(AddressKey.of(address), 1);
    };
  }

  private static Problem tooMany(Caller caller, Duration retryAfter) {
    var whose =
        switch (caller) {
          case Caller.WithKey _ -> "this API key";
          case Caller.Anonymous _ -> "an address without an API key";
        };
    return Problem.of(429, "Too many links", "The limit of links a minute for " + whose + ".")
        .withRetryAfter(retryAfter);
  }
}
