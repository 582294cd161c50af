package dev.whiteboard.kit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Parts of a request that are there by the time an endpoint runs. */
public final class Requests {
  private Requests() {}

  /** What stands in the path where the route says {@code :name}. */
  public static String pathParam(RoutingContext request, String name) {
    return Objects.requireNonNull(request.pathParam(name), name);
  }

  /**
   * Lets pass a body that is declared to be of one of these types.
   *
   * @param wanted in lower case; the first is the one to recommend
   * @throws ProblemException 415 where it is declared to be something else, or nothing, or to be
   *     compressed: nothing here would unpack it
   */
  public static void requireMediaType(RoutingContext request, String... wanted) {
    var given = request.request().getHeader("Content-Type");
    var type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!List.of(wanted).contains(type)) {
      throw unsupported("Send the body as " + wanted[0] + ".");
    }
    var coding = request.request().getHeader("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw unsupported("Send the body without a Content-Encoding.");
    }
  }

  private static ProblemException unsupported(String detail) {
    return Problem.of(415, "Unsupported media type", detail).asException();
  }

  /** The body; empty where none was sent. */
  public static Buffer body(RoutingContext request) {
    var body = request.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }
}
