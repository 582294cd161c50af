package dev.whiteboard.bench.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is behind the caches: {@code /1024} has so many bytes, the same each time, and fresh for a
 * day. It counts, so that a load can tell that nothing but the cache answered it.
 */
final class RigOrigin implements AutoCloseable {
  private final HttpServer server;
  private final AtomicLong asked = new AtomicLong();

  private RigOrigin(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  static RigOrigin start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var origin = new RigOrigin(HttpServer.create(address, 0));
    origin.server.createContext("/", origin::answer);
    origin.server.start();
    return origin;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    var body = body(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "public, max-age=86400");
    headers.set("Content-Type", "application/octet-stream");
    headers.set("ETag", "\"%d\"".formatted(body.length));
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** So many bytes. */
  static byte[] body(int bytes) {
    var body = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(body);
    return body;
  }

  /** Where it is. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Requests, ever. */
  long asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
