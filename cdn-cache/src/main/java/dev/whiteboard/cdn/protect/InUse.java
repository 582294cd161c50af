package dev.whiteboard.cdn.protect;

import dev.whiteboard.kit.run.Turns;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way: connections, or requests; of each client and of all. A client that has
 * none is not remembered, so there are never more clients than may be under way at all.
 */
public final class InUse {
  private final int totalMax;
  private final Turns<String> clients;
  private final AtomicInteger total = new AtomicInteger();

  /**
   * Nothing is under way.
   *
   * @param clientMax how many one client may have
   * @param totalMax how many there may be
   */
  public InUse(int clientMax, int totalMax) {
    if (clientMax < 1 || totalMax < 1) {
      throw new IllegalArgumentException("each 1 or more: %d, %d".formatted(clientMax, totalMax));
    }
    this.clients = new Turns<>(clientMax);
    this.totalMax = totalMax;
  }

  /** How an attempt to begin went. */
  public enum Attempt {
    /** It has begun. */
    BEGUN,
    /** The client has as many as it may. */
    CLIENT_HAS_ALL,
    /** All together have. */
    NONE_LEFT
  }

  /** Begins one; {@link #end} must follow where it says so. */
  public Attempt begin(String client) {
    if (total.incrementAndGet() > totalMax) {
      total.decrementAndGet();
      return Attempt.NONE_LEFT;
    }
    if (clients.take(client)) {
      return Attempt.BEGUN;
    }
    total.decrementAndGet();
    return Attempt.CLIENT_HAS_ALL;
  }

  private void end(String client) {
    clients.giveBack(client);
    total.decrementAndGet();
  }

  /** Ends one, however often it is run. */
  public Runnable ending(String client) {
    var isOver = new AtomicBoolean();
    return () -> {
      if (isOver.compareAndSet(false, true)) {
        end(client);
      }
    };
  }

  /** How many are under way. */
  public int total() {
    return total.get();
  }

  /** How many clients have any. */
  public int clients() {
    return clients.holders();
  }

  /** How many this client has. */
  public int of(String client) {
    return clients.of(client);
  }
}
