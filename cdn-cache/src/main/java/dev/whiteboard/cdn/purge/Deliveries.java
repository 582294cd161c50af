package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Tell;
import dev.whiteboard.cdn.purge.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Tells until it is acknowledged.
 *
 * <p>It does not wait for an acknowledgement before it sends again: 140 ms there and 140 ms back
 * would make each loss cost a quarter of a second. Copies leave after 0, 12, 36, 84, 180, 372, 756
 * and 1,256 ms until one of them is acknowledged. At 5 % loss all but one in 8,000 have it from the
 * first three, and a node of the same region, 10 ms away and back, mostly costs a single message.
 */
final class Deliveries {
  /** More than a round trip within a region. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(12);

  static final Duration PAUSE_MAX = Duration.ofMillis(500);

  /** 20 % loss of messages lets one in 390,000 through all of them. */
  static final int COPIES_MAX = 8;

  /** What comes on top is sent once, and found by comparing where it is lost. */
  private static final int OUTSTANDING_MAX = 100_000;

  private final Scheduler scheduler;
  private final BiConsumer<String, Tell> send;
  private final Map<Long, Map<String, Delivery>> bySequence = new HashMap<>();
  private int outstanding;

  Deliveries(Scheduler scheduler, BiConsumer<String, Tell> send) {
    this.scheduler = scheduler;
    this.send = send;
  }

  /** Begins, unless one for this node is under way. */
  void start(String node, Tell tell, Duration after) {
    if (outstanding >= OUTSTANDING_MAX) {
      send.accept(node, tell);
      return;
    }
    var ofSequence =
        bySequence.computeIfAbsent(tell.invalidation().sequence(), _ -> new HashMap<>());
    if (!ofSequence.containsKey(node)) {
      outstanding++;
      var delivery = new Delivery(node, tell);
      ofSequence.put(node, delivery);
      delivery.begin(after);
    }
  }

  /** The node has it, whoever told it. */
  void acknowledged(long sequence, String node) {
    var ofSequence = bySequence.get(sequence);
    if (ofSequence == null) {
      return;
    }
    var delivery = ofSequence.remove(node);
    if (delivery != null) {
      outstanding--;
      delivery.timer.cancel();
    }
    if (ofSequence.isEmpty()) {
      bySequence.remove(sequence);
    }
  }

  /** Whether nobody is left who was told of it and has not acknowledged. */
  boolean isDone(long sequence) {
    return !bySequence.containsKey(sequence);
  }

  /** Ends them all. */
  void clear() {
    List<Map<String, Delivery>> all = new ArrayList<>(bySequence.values());
    all.forEach(ofSequence -> ofSequence.values().forEach(delivery -> delivery.timer.cancel()));
    bySequence.clear();
    outstanding = 0;
  }

  /** One invalidation on its way to one node. */
  private final class Delivery {
    private final String node;
    private final Tell tell;
    private Duration pause = FIRST_PAUSE;
    private int copies;
    private Timer timer = () -> {};

    Delivery(String node, Tell tell) {
      this.node = node;
      this.tell = tell;
    }

    void begin(Duration after) {
      if (after.isZero()) {
        again();
      } else {
        timer = scheduler.after(after, this::again);
      }
    }

    private void again() {
      if (copies == COPIES_MAX) {
        acknowledged(tell.invalidation().sequence(), node);
        return;
      }
      copies++;
      timer = scheduler.after(pause, this::again);
      pause = shorter(pause.multipliedBy(2), PAUSE_MAX);
      send.accept(node, tell);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }
}
