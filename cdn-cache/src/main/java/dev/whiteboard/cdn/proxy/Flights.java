package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CachingRules;
import dev.whiteboard.cdn.store.DirectMemory;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.StoredResponse;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Requests to the tier above that are under way: one for all who wait for the same. One for each
 * node, for any thread.
 */
public final class Flights {
  private final ConcurrentMap<String, Flight> shared = new ConcurrentHashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final PassMemory passes;
  private final Compression compression;
  private final Parts parts;

  /**
   * What flights need.
   *
   * @param direct where bodies go that are asked for again
   * @param clock for when a request was sent, and its answer received
   * @param nanos a clock for waiting
   */
  public record Parts(
      CachingRules rules,
      ObjectStore store,
      ProxyMeters meters,
      ProxyBounds bounds,
      DirectMemory direct,
      InstantSource clock,
      LongSupplier nanos) {}

  /** With nothing under way. */
  public Flights(Parts parts) {
    this.parts = parts;
    this.compression = new Compression(parts.store);
    this.passes = new PassMemory(parts.bounds.passMemory(), parts.bounds.passesMax(), parts.nanos);
  }

  /** How many are under way. */
  public int underWay() {
    return underWay.get();
  }

  /** What is kept, in smaller forms. */
  Compression compression() {
    return compression;
  }

  Parts parts() {
    return parts;
  }

  void began() {
    underWay.incrementAndGet();
  }

  void ended() {
    underWay.decrementAndGet();
  }

  /**
   * Waits with others who ask alike, or asks for them all. Who comes to ask looks once more into
   * the store: the flight before may have ended since it was looked into.
   *
   * @param found what was kept when it was
   */
  Flight share(Vertx vertx, Ask ask, List<StoredResponse> found, Waiter waiter) {
    var key = Ask.keyOf(ask.client());
    if (passes.has(key)) {
      return alone(vertx, ask, waiter);
    }
    var own = new Flight(vertx, this, key, ask);
    var flight =
        shared.compute(key, (_, known) -> known != null && known.mayJoin(ask) ? known : own);
    if (flight.equals(own)) {
      beginUnlessKept(own, ask, found, waiter);
    } else {
      parts.meters.coalesced();
      flight.join(waiter);
    }
    return flight;
  }

  private void beginUnlessKept(Flight own, Ask ask, List<StoredResponse> found, Waiter waiter) {
    if (parts.store.find(ask.client()).equals(found)) {
      own.begin(asLeader(waiter));
    } else {
      own.abandon();
      waiter.tell(new Outcome.LetGo(null));
    }
  }

  /** Asks for oneself. */
  Flight alone(Vertx vertx, Ask ask, Waiter waiter) {
    var flight = new Flight(vertx, this, Ask.keyOf(ask.client()), ask);
    flight.begin(asLeader(waiter));
    return flight;
  }

  /** Asks for nobody: what is kept was given out, and is to be made new. Once at a time. */
  void refresh(Vertx vertx, Ask ask) {
    var key = Ask.keyOf(ask.client());
    var own = new Flight(vertx, this, key, ask);
    if (shared.putIfAbsent(key, own) == null) {
      own.begin(null);
    }
  }

  void remove(String key, Flight flight) {
    shared.remove(key, flight);
  }

  void cannotShare(String key) {
    passes.remember(key);
  }

  void canShare(String key) {
    passes.forget(key);
  }

  private static Waiter asLeader(Waiter waiter) {
    return new Waiter(waiter.client(), true, waiter.context(), waiter.outcome(), waiter.early());
  }
}
