package dev.whiteboard.simulation.chat;

import dev.whiteboard.cdn.simulation.VirtualTime;
import dev.whiteboard.chat.session.Admission;
import dev.whiteboard.chat.session.SessionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A node that welcomes clients one after the other, in the order in which they came: whoever comes
 * is welcome one welcome behind the last. That its work goes on at one rate, however many wait, is
 * the model's kindness: a real one has to keep their sockets too.
 */
final class Gateway {
  /** What sending away costs of a welcome: two handshakes, and nothing of the database. Assumed. */
  static final double AWAY_COST = 0.02;

  private final VirtualTime time;
  private final double welcomeNanos;
  private final Door door;
  private double busyUntilNanos;

  /** What is said to somebody who comes. */
  sealed interface Answer {
    /** Welcome, at that time of the simulation. */
    record Welcome(long atNanos) implements Answer {}

    /** Go, and don't come back sooner. */
    record Away(long afterMs) implements Answer {}
  }

  /** Whom a gateway takes. */
  enum Policy {
    /** Everybody, however long they will wait. */
    TAKES_ALL,
    /** As many at once as the chat's own {@link Admission} lets in. */
    ADMISSION
  }

  /** Says whether somebody may come in. */
  private sealed interface Door {
    /** Everybody may. */
    record Open() implements Door {}

    /** The chat's own decides. */
    record Kept(Admission admission) implements Door {}
  }

  /**
   * With nobody waiting.
   *
   * @param perSecond clients that it welcomes
   */
  Gateway(VirtualTime time, RandomGenerator random, double perSecond, Policy policy) {
    this.time = time;
    this.welcomeNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.door =
        switch (policy) {
          case TAKES_ALL -> new Door.Open();
          case ADMISSION ->
              new Door.Kept(
                  new Admission(
                      SessionSettings.DEFAULT.welcomesMax(),
                      time::nanos,
                      random,
                      new SimpleMeterRegistry()));
        };
  }

  /** Somebody comes. */
  Answer arrive() {
    return switch (door) {
      case Door.Open() -> new Answer.Welcome(work(1));
      case Door.Kept(var admission) -> arrive(admission);
    };
  }

  private Answer arrive(Admission admission) {
    var pass = admission.enter();
    if (pass.isEmpty()) {
      work(AWAY_COST);
      return new Answer.Away(admission.turnAway());
    }
    var welcomed = work(1);
    time.after(Duration.ofNanos(welcomed - time.nanos()), pass.get()::welcomed);
    return new Answer.Welcome(welcomed);
  }

  /** Goes behind all other work; when it is done. */
  private long work(double welcomes) {
    busyUntilNanos = Math.max((double) time.nanos(), busyUntilNanos) + welcomes * welcomeNanos;
    return Math.round(busyUntilNanos);
  }
}
