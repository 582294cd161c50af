package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.run.EventLoops;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * The least that an HTTP server on Vert.x can do for a check: it reads the body, and answers 200
 * with always the same bytes. One event loop, as the node has on one core.
 */
public final class BareServer {
  private BareServer() {}

  /**
   * Listens on a free port, and says on which.
   *
   * @param arguments the body of the answer; then names and values of its headers in turn
   */
  public static void main(String[] arguments) {
    var body = Buffer.buffer(arguments[0]);
    var server =
        EventLoops.open()
            .vertx()
            .createHttpServer()
            .requestHandler(request ->
                request
                    .body()
                    .onSuccess(_ -> {
                      var response = request.response();
                      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
                      for (var i = 1; i + 1 < arguments.length; i += 2) {
                        response.putHeader(arguments[i], arguments[i + 1]);
                      }
                      var _ = response.end(body);
                    }));
    var listening = server.listen(0, "127.0.0.1").await();
    System.out.println("bare ready at http://127.0.0.1:" + listening.actualPort());
  }
}
