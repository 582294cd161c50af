package dev.whiteboard.kit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** Parts of a request that are there by the time an endpoint runs. */
public final class Requests {
  private Requests() {}

  /** What stands in the path where the route says {@code :name}. */
  public static String pathParam(RoutingContext request, String name) {
    return Objects.requireNonNull(request.pathParam(name), name);
  }

  /**
   * Lets pass a body that is declared to be of this type.
   *
   * @throws ProblemException 415 where it is declared to be something else, or nothing
   */
  public static void requireMediaType(RoutingContext request, String wanted) {
    var type = request.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(wanted)) {
      throw Problem.of(415, "Unsupported media type", "Send the body as " + wanted + ".")
          .asException();
    }
  }

  /** The body; empty where none was sent. */
  public static Buffer body(RoutingContext request) {
    var body = request.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }
}
