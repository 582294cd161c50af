package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.Served;
import dev.whiteboard.cdn.cache.Policy;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.store.DirectMemory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What all nodes of a process share.
 *
 * @param vertx whose event loops they run on
 * @param secret what nodes know each other by
 * @param certificate of the listeners for TLS and HTTP/3
 * @param memory what a node may keep
 * @param routes which origin a request goes to
 * @param books brings the newest routes and functions
 * @param edges what edges have beside
 * @param placing makes the ring of a tier
 * @param served told of each answer, on event loops
 * @param registry for meters
 * @param clocks that of the world, and that of waiting
 * @param checkEvery between two health checks of a node
 * @param purging what they need for invalidations
 */
public record NodeParts(
    Vertx vertx,
    String secret,
    KeyCertOptions certificate,
    Memory memory,
    Routes routes,
    BookDesk books,
    EdgeParts edges,
    Function<List<String>, Placement> placing,
    Consumer<Served> served,
    MeterRegistry registry,
    Clocks clocks,
    Duration checkEvery,
    Purging purging) {
  /**
   * What a node may keep.
   *
   * @param bytes of heads and bodies
   * @param policy what goes where there is no room
   * @param direct for bodies that are asked for again, of all nodes together
   */
  public record Memory(long bytes, Policy policy, DirectMemory direct) {}

  /**
   * Time.
   *
   * @param instants the time of day
   * @param nanos only goes forward
   */
  public record Clocks(InstantSource instants, LongSupplier nanos) {}

  /** Without the secret. */
  @Override
  public String toString() {
    return "NodeParts[" + memory + "]";
  }
}
