package dev.whiteboard.simulation.chat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** How many pings idle clients make: each a quarter of the interval early at most, at random. */
public final class Heartbeats {
  /** As the client has it. */
  private static final double EARLY_MAX = 0.25;

  private Heartbeats() {}

  /** From one ping of a client to its next. */
  static long intervalNanos(long heartbeatNanos, RandomGenerator random) {
    return (long) (heartbeatNanos * (1 - random.nextDouble() * EARLY_MAX));
  }

  /** Pings a second of so many clients, in the mean: an eighth of the interval is saved. */
  public static double perSecond(long clients, Duration heartbeat) {
    var seconds = (double) heartbeat.toMillis() / Duration.ofSeconds(1).toMillis();
    return clients / (seconds * (1 - EARLY_MAX / 2));
  }

  /** The same counted, client by client. */
  public static double counted(int clients, Duration heartbeat, Duration time, long seed) {
    var random = new SplittableRandom(seed);
    var pings = 0L;
    for (var i = 0; i < clients; i++) {
      var at = (long) (random.nextDouble() * intervalNanos(heartbeat.toNanos(), random));
      while (at < time.toNanos()) {
        pings++;
        at += intervalNanos(heartbeat.toNanos(), random);
      }
    }
    return (double) pings / time.toSeconds();
  }
}
