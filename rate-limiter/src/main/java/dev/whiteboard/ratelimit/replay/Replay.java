package dev.whiteboard.ratelimit.replay;

import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import java.util.function.BiFunction;

/** Sends traffic through a limiter and writes down what happens. The same traffic, the same run. */
public final class Replay {
  private final BiFunction<Limit, NanoClock, RateLimiter> limiters;

  /** Of these limiters, each new, and each with a clock of its own that starts at 0. */
  public Replay(BiFunction<Limit, NanoClock, RateLimiter> limiters) {
    this.limiters = limiters;
  }

  /** What a limit makes of the traffic. */
  public Run run(Limit limit, Traffic traffic) {
    return new Course(limit, limiters, traffic).run();
  }
}
