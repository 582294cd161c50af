package dev.whiteboard.simulation.cdn;

import dev.whiteboard.cdn.purge.Letter;
import dev.whiteboard.cdn.purge.LetterCodec;
import dev.whiteboard.cdn.purge.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Carries letters between regions in the time that light in glass takes, and loses some. Each is
 * written to bytes and read again, as between real nodes. Bandwidth is without end.
 */
public final class EarthNetwork {
  /** Through switches and the two machines, within a region too. */
  private static final double LOCAL_MILLIS = 0.5;

  private static final double JITTER_MILLIS = 3;
  private static final double NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int PERCENT = 100;

  private final Scheduler time;
  private final RandomGenerator random;
  private final double lossPercent;
  private final Map<String, Place> places = new HashMap<>();
  private long told;
  private long acknowledged;
  private long compared;

  private record Place(Region region, Consumer<Letter> receiver) {}

  /**
   * Without anybody in it.
   *
   * @param lossPercent of letters that never arrive, each for itself
   */
  public EarthNetwork(Scheduler time, RandomGenerator random, double lossPercent) {
    this.time = time;
    this.random = random;
    this.lossPercent = lossPercent;
  }

  /** Somebody joins. */
  public void join(String name, Region region, Consumer<Letter> receiver) {
    places.put(name, new Place(region, receiver));
  }

  /** How long a letter takes at least, in ms. */
  static double millis(Region from, Region to) {
    return LOCAL_MILLIS + from.millisTo(to);
  }

  /** Sends one, to arrive later or never. */
  public void send(String to, Letter letter) {
    count(letter);
    var from = places.get(letter.from());
    var place = places.get(to);
    if (from == null || place == null || random.nextDouble() * PERCENT < lossPercent) {
      return;
    }
    var bytes = LetterCodec.write(letter);
    var millis = millis(from.region, place.region) + random.nextDouble() * JITTER_MILLIS;
    var delay = Duration.ofNanos(Math.round(millis * NANOS_A_MILLI));
    time.after(delay, () -> place.receiver.accept(LetterCodec.read(bytes)));
  }

  private void count(Letter letter) {
    switch (letter.message()) {
      case Letter.Tell _ -> told++;
      case Letter.Ack _ -> acknowledged++;
      case Letter.Ask _, Letter.Answer _, Letter.Pull _, Letter.Gift _ -> compared++;
    }
  }

  /** Letters so far that carry an invalidation: copies of it. */
  public long told() {
    return told;
  }

  /** Letters so far that acknowledge one. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Letters so far by which nodes compare. */
  public long compared() {
    return compared;
  }
}
