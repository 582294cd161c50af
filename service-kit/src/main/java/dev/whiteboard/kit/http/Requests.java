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

  /** The body; empty where none was sent. */
  public static Buffer body(RoutingContext request) {
    var body = request.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }
}
