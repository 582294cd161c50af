package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.Letter;
import dev.whiteboard.cdn.purge.LetterCodec;
import dev.whiteboard.cdn.purge.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Loses, delays, reorders and repeats letters. Each is written to bytes and read again, as between
 * real nodes.
 */
public final class SimulatedNetwork {
  /** Of a letter within a region. */
  private static final Range WITHIN = new Range(1_000, 5_000);

  /** Of any two regions; drawn once for each direction. */
  private static final Range BETWEEN = new Range(20_000, 135_000);

  /** On top of it, of each letter: 140 ms at most together. */
  private static final Range JITTER = new Range(0, 5_000);

  private final Scheduler time;
  private final RandomGenerator random;
  private final Weather weather;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Long> betweenMicros = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private long told;
  private long compared;

  /**
   * What becomes of letters.
   *
   * @param lossPercent how many never arrive
   * @param twicePercent how many arrive twice
   */
  public record Weather(int lossPercent, int twicePercent) {}

  private record Range(int minMicros, int maxMicros) {
    long draw(RandomGenerator random) {
      return random.nextLong(minMicros, maxMicros + 1);
    }
  }

  private record Place(String region, Consumer<Letter> receiver) {}

  /** Without anybody in it. */
  public SimulatedNetwork(Scheduler time, RandomGenerator random, Weather weather) {
    this.time = time;
    this.random = random;
    this.weather = weather;
  }

  /** Somebody joins, or takes the place of who had the name. */
  public void join(String name, String region, Consumer<Letter> receiver) {
    places.put(name, new Place(region, receiver));
  }

  /** Nothing reaches it any more, and nothing leaves it. */
  public void cut(String name) {
    cut.add(name);
  }

  /** It is reached again. */
  public void mend(String name) {
    cut.remove(name);
  }

  /** Sends one, to arrive later or never. */
  public void send(String to, Letter letter) {
    count(letter);
    var bytes = LetterCodec.write(letter);
    deliver(letter.from(), to, bytes);
    if (random.nextInt(100) < weather.twicePercent) {
      deliver(letter.from(), to, bytes);
    }
  }

  private void deliver(String from, String to, byte[] bytes) {
    var isLost = random.nextInt(100) < weather.lossPercent;
    var delayMicros = delayMicros(from, to);
    if (!isLost && places.containsKey(to)) {
      time.after(Duration.ofNanos(1_000 * delayMicros), () -> arrive(from, to, bytes));
    }
  }

  private void arrive(String from, String to, byte[] bytes) {
    var place = places.get(to);
    if (place != null && !cut.contains(to) && !cut.contains(from)) {
      place.receiver.accept(LetterCodec.read(bytes));
    }
  }

  private long delayMicros(String from, String to) {
    var one = region(from);
    var other = region(to);
    if (one.equals(other)) {
      return WITHIN.draw(random);
    }
    return betweenMicros.computeIfAbsent(one + " " + other, _ -> BETWEEN.draw(random))
        + JITTER.draw(random);
  }

  private String region(String name) {
    var place = places.get(name);
    return place == null ? "" : place.region;
  }

  private void count(Letter letter) {
    switch (letter.message()) {
      case Letter.Tell _, Letter.Ack _ -> told++;
      case Letter.Ask _, Letter.Answer _, Letter.Pull _, Letter.Gift _ -> compared++;
    }
  }

  /** Letters that tell and acknowledge, sent so far. */
  public long told() {
    return told;
  }

  /** Letters that compare and give, sent so far. */
  public long compared() {
    return compared;
  }
}
