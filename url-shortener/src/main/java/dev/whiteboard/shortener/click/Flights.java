package dev.whiteboard.shortener.click;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way to Kafka, in the order in which they were sent. From the first that is not
 * delivered to the last there are {@link ReplayWindow#SIZE} at most, delivered ones between them
 * included: that is what the receiver knows repetitions by.
 *
 * <p>Not thread-safe, but for {@link Flight#landed}.
 */
final class Flights {
  /** How a flight ended, or that it did not yet. */
  enum State {
    FLYING,
    DELIVERED,
    FAILED
  }

  /** A batch on its way. */
  static final class Flight {
    private final byte[] batch;
    private final long sentMillis;
    private volatile State state = State.FLYING;

    private Flight(byte[] batch, long sentMillis) {
      this.batch = batch;
      this.sentMillis = sentMillis;
    }

    /** Tells how it ended; may be called by any thread. */
    void landed(@Nullable Exception failure) {
      state = failure == null ? State.DELIVERED : State.FAILED;
    }
  }

  private final Deque<Flight> flights = new ArrayDeque<>();

  boolean isEmpty() {
    return flights.isEmpty();
  }

  boolean isFull() {
    return flights.size() == ReplayWindow.SIZE;
  }

  /** A new flight, the last. */
  Flight begin(byte[] batch, long nowMillis) {
    var flight = new Flight(batch, nowMillis);
    flights.add(flight);
    return flight;
  }

  /** Takes the first where it is delivered; null where it is not, or there is none. */
  byte @Nullable [] takeDelivered() {
    var first = flights.peek();
    if (first == null || first.state != State.DELIVERED) {
      return null;
    }
    return flights.remove().batch;
  }

  boolean hasFailed() {
    return flights.stream().anyMatch(flight -> flight.state == State.FAILED);
  }

  /** Whether the first was sent before a moment. */
  boolean hasOneSince(long millis) {
    var first = flights.peek();
    return first != null && first.sentMillis < millis;
  }

  /** Ends them all; returns the batches that are not known to be delivered, in order. */
  List<byte[]> abandon() {
    var undelivered =
        flights.stream()
            .filter(flight -> flight.state != State.DELIVERED)
            .map(flight -> flight.batch)
            .toList();
    flights.clear();
    return undelivered;
  }
}
