package dev.whiteboard.cdn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin whose pages have versions and can be held: what a held one answers is decided before it
 * waits, as an origin's would be that reads its database and is slow to write.
 *
 * <p>A page has the tags {@code all} and, of {@code /a/b}, {@code a}. Pages below {@code /vary}
 * differ by language.
 */
final class HeldOrigin implements AutoCloseable {
  private static final int HOLD_SECONDS_MAX = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, AtomicInteger> versions = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();

  /** Where an answer waits. */
  enum At {
    HEAD,
    BODY
  }

  /** A page that is held. */
  final class Hold implements AutoCloseable {
    private final String path;
    private final At at;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    private Hold(String path, At at) {
      this.path = path;
      this.at = at;
    }

    /** How many requests wait. */
    int waiting() {
      return waiting.get();
    }

    private void pass(At here) throws InterruptedException {
      if (at == here) {
        waiting.incrementAndGet();
        var _ = released.await(HOLD_SECONDS_MAX, TimeUnit.SECONDS);
      }
    }

    /** Lets them go, and holds none that come later. */
    void release() {
      holds.remove(path, this);
      released.countDown();
    }

    @Override
    public void close() {
      release();
    }
  }

  HeldOrigin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A page changes; its new version. */
  int change(String path) {
    return counter(versions, path).incrementAndGet();
  }

  /** How often a page was asked for. */
  int asked(String path) {
    return counter(asked, path).get();
  }

  /** Answers to requests that come from now on wait. */
  Hold hold(String path, At at) {
    var hold = new Hold(path, at);
    holds.put(path, hold);
    return hold;
  }

  private static AtomicInteger counter(Map<String, AtomicInteger> counters, String path) {
    return counters.computeIfAbsent(path, _ -> new AtomicInteger());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      counter(asked, path).incrementAndGet();
      var version = counter(versions, path).get();
      var hold = Optional.ofNullable(holds.get(path));
      pass(hold, At.HEAD);
      write(exchange, path, version, hold);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(HttpExchange exchange, String path, int version, Optional<Hold> hold)
      throws IOException, InterruptedException {
    var headers = exchange.getResponseHeaders();
    var language = language(exchange);
    var tag = "\"" + version + language + "\"";
    headers.set("Cache-Control", "max-age=3600");
    headers.set("Surrogate-Key", "all " + path.split("/", -1)[1]);
    headers.set("ETag", tag);
    headers.set("X-Version", Integer.toString(version));
    if (path.startsWith("/vary")) {
      headers.set("Vary", "Accept-Language");
    }
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    var body = ("version " + version + language).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body, 0, 1);
    exchange.getResponseBody().flush();
    pass(hold, At.BODY);
    exchange.getResponseBody().write(body, 1, body.length - 1);
  }

  private static void pass(Optional<Hold> hold, At here) throws InterruptedException {
    if (hold.isPresent()) {
      hold.get().pass(here);
    }
  }

  private static String language(HttpExchange exchange) {
    var asked = exchange.getRequestHeaders().getFirst("Accept-Language");
    return asked == null ? "" : " " + asked;
  }

  @Override
  public void close() {
    holds.values().forEach(Hold::release);
    server.stop(0);
    threads.shutdownNow();
  }
}
