package dev.whiteboard.cdn.upstream;

import io.vertx.core.Future;

/**
 * Where a node asks what it does not have: the node of the next tier that owns the key, or the
 * origin.
 */
@FunctionalInterface
public interface Upstream {
  /**
   * Sends a request, and answers with the head of the response, its body to be read.
   *
   * @return on the caller's context; fails with {@link UpstreamException} where no answer came
   */
  Future<Incoming> send(Outgoing request);
}
