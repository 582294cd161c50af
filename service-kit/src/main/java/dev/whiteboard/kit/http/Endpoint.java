package dev.whiteboard.kit.http;

import io.vertx.ext.web.RoutingContext;

/**
 * A straight-line handler: takes the request, blocks where it has to, returns the answer.
 *
 * <p>Runs on a virtual thread, with the body already read. It reads the request and never writes
 * the response.
 */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers one request.
   *
   * @throws ProblemException to answer with a problem
   * @throws Exception anything else is logged and answered with a 500 that tells nothing
   */
  Reply handle(RoutingContext request) throws Exception;
}
