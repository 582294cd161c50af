package dev.whiteboard.ratelimit.limit;

import java.util.Arrays;
import java.util.Optional;

/** How a limit counts. What tells them apart is worked out in the module's README. */
public enum Algorithm {
  /** Permits per aligned window; up to twice the limit around a boundary. */
  FIXED_WINDOW("fixed-window"),

  /** The moment of each permit: exact, and as large as the limit. */
  SLIDING_LOG("sliding-log"),

  /** Two fixed windows, the older one weighed by how much of it is still in sight. */
  SLIDING_WINDOW("sliding-window"),

  /** A bucket that fills at the rate and holds the burst; a permit takes a token out. */
  TOKEN_BUCKET("token-bucket"),

  /** A bucket that leaks at the rate; a permit pours in, and what would spill is refused. */
  LEAKY_BUCKET("leaky-bucket"),

  /** The leaky bucket as a queue: what is admitted waits for its turn, one at each interval. */
  LEAKY_QUEUE("leaky-queue"),

  /** The generic cell rate algorithm: one moment a key (ITU-T I.371). */
  GCRA("gcra"),

  /** How many at the same time. */
  CONCURRENCY("concurrency");

  private final String text;

  Algorithm(String text) {
    this.text = text;
  }

  /** As it stands in rules and answers. */
  public String text() {
    return text;
  }

  /** The one that this text names. */
  public static Optional<Algorithm> named(String text) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.text.equals(text)).findAny();
  }

  /** Whether a burst can be told from the limit itself. */
  public boolean takesBurst() {
    return this == TOKEN_BUCKET || this == LEAKY_BUCKET || this == LEAKY_QUEUE || this == GCRA;
  }
}
