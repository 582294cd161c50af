package dev.whiteboard.cdn.protect;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way: connections, or requests; of each client and of all. A client that has
 * none is not remembered, so there are never more clients than may be under way at all.
 */
public final class InUse {
  private final int clientMax;
  private final int totalMax;
  private final ConcurrentHashMap<String, Integer> clients = new ConcurrentHashMap<>();
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
    this.clientMax = clientMax;
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
    if (isBegun(client)) {
      return Attempt.BEGUN;
    }
    total.decrementAndGet();
    return Attempt.CLIENT_HAS_ALL;
  }

  private boolean isBegun(String client) {
    var before = clients.get(client);
    while (before == null || before < clientMax) {
      var now = before == null ? 1 : before + 1;
      var isDone =
          before == null
              ? clients.putIfAbsent(client, now) == null
              : clients.replace(client, before, now);
      if (isDone) {
        return true;
      }
      before = clients.get(client);
    }
    return false;
  }

  private void end(String client) {
    clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
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
    return clients.size();
  }

  /** How many this client has. */
  public Optional<Integer> of(String client) {
    return Optional.ofNullable(clients.get(client));
  }
}
