package dev.whiteboard.kit.http;

import io.vertx.ext.web.RoutingContext;

/**
 * A straight-line handler for a body of many lines: reads some, answers them, reads on.
 *
 * <p>Runs on a virtual thread. Memory holds a window of the lines and of the answers, however many
 * there are.
 */
@FunctionalInterface
public interface StreamEndpoint {
  /**
   * Answers one request. The answer ends when this returns.
   *
   * @throws ProblemException to answer with a problem, as long as the reply has not begun
   * @throws StreamBrokenException where the client went away; nothing is left to do then
   * @throws Exception anything else is logged; a reply that has begun is cut off
   */
  void handle(RoutingContext request, BodyLines lines, ReplyStream reply) throws Exception;
}
