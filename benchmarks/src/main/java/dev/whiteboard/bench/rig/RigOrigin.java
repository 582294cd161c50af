package dev.whiteboard.bench.rig;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is behind the caches: {@code /1024} has so many bytes, the same each time, and fresh for a
 * day; and so has {@code /1024/ANYTHING}. It counts, so that a load can tell which answers came
 * from here.
 */
final class RigOrigin implements AutoCloseable {
  private static final int SECONDS_MAX = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
  private final Map<String, Buffer> bodies = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();

  private RigOrigin() {}

  /** Starts one on a free port. */
  static RigOrigin start() throws IOException {
    var origin = new RigOrigin();
    try {
      var host = InetAddress.getLoopbackAddress().getHostAddress();
      var _ = origin.server.listen(0, host).await(SECONDS_MAX, TimeUnit.SECONDS);
      return origin;
    } catch (TimeoutException e) {
      throw new IOException("the origin does not start", e);
    }
  }

  private void answer(HttpServerRequest request) {
    asked.incrementAndGet();
    var size = Objects.requireNonNull(request.path()).split("/", 3)[1];
    var body = bodies.computeIfAbsent(size, bytes -> Buffer.buffer(body(Integer.parseInt(bytes))));
    var _ =
        request
            .response()
            .putHeader("Cache-Control", "public, max-age=86400")
            .putHeader("Content-Type", "application/octet-stream")
            .putHeader("ETag", "\"" + size + "\"")
            .end(body);
  }

  /** So many bytes. */
  static byte[] body(int bytes) {
    var body = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(body);
    return body;
  }

  /** Where it is. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Requests, ever. */
  long asked() {
    return asked.get();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(SECONDS_MAX, TimeUnit.SECONDS);
  }
}
