package dev.whiteboard.kit.http;

import io.vertx.ext.web.RoutingContext;

/**
 * A straight-line handler for a body of any size: reads it as it comes, then answers.
 *
 * <p>Runs on a virtual thread. Memory holds a window of the body, however long it is.
 */
@FunctionalInterface
public interface UploadEndpoint {
  /**
   * Answers one request. What it leaves of the body is passed over for some seconds, for a client
   * that reads no answer before it has sent all.
   *
   * @throws ProblemException to answer with a problem
   * @throws StreamBrokenException where the client went away; nothing is left to do then
   * @throws Exception anything else is logged and answered with a 500 that tells nothing
   */
  Reply handle(RoutingContext request, BodyBytes body) throws Exception;
}
