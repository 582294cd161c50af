package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.analytics.CdnMeters;
import dev.whiteboard.cdn.analytics.Served;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.route.Routes;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What all nodes of a process share.
 *
 * @param vertx whose event loops they run on
 * @param secret what nodes know each other by
 * @param routes which origin a request goes to
 * @param placing makes the ring of a tier
 * @param placement the hash of a URL that says who owns it
 * @param served told of each answer
 * @param meters told of requests to origins
 * @param nanos a clock of its own
 * @param checkEvery between two health checks of a node
 */
public record NodeParts(
    Vertx vertx,
    String secret,
    Routes routes,
    Function<List<String>, Placement> placing,
    ToLongFunction<String> placement,
    Consumer<Served> served,
    CdnMeters meters,
    LongSupplier nanos,
    Duration checkEvery) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "NodeParts";
  }
}
