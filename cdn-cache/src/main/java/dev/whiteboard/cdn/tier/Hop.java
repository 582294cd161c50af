package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import io.vertx.core.Future;

/** One request to one server: no choice, no second try. */
@FunctionalInterface
public interface Hop {
  /**
   * Asks.
   *
   * @return on the caller's context; fails with {@link
   *     dev.whiteboard.cdn.upstream.UpstreamException} where no answer came by the request's
   *     deadline
   */
  Future<Incoming> ask(Peer peer, Outgoing request);
}
