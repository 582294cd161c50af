package dev.whiteboard.chat.push.channel;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A push service and a web server of somebody, in one: notes what it gets, answers as it is told.
 */
public final class TestTargets implements AutoCloseable {
  private static final int WITHIN_SECONDS = 30;

  private final HttpServer server;
  private final BlockingQueue<Received> untaken = new LinkedBlockingQueue<>();
  private final List<Received> all = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Answer> answers = _ -> new Answer(201);

  /** What came. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(String path, Headers headers, byte[] body) {
    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** What it is answered with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public Answer(int status) {
      this(status, Map.of(), new byte[0]);
    }
  }

  private TestTargets(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static TestTargets start() throws IOException {
    return start(InetAddress.getLoopbackAddress());
  }

  /** Starts one on a free port of an address. */
  static TestTargets start(InetAddress address) throws IOException {
    var targets = new TestTargets(HttpServer.create(new InetSocketAddress(address, 0), 0));
    targets.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    targets.server.createContext("/", targets::answer);
    targets.server.start();
    return targets;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var path = exchange.getRequestURI().toString();
      var received = new Received(path, exchange.getRequestHeaders(), body);
      all.add(received);
      untaken.add(received);
      var answer = answers.apply(received);
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length);
      if (answer.body.length > 0) {
        exchange.getResponseBody().write(answer.body);
      }
    }
  }

  /** Answers so from now on. */
  public void answer(Function<Received, Answer> how) {
    answers = how;
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The next that comes. */
  public Received next() throws InterruptedException {
    var next = untaken.poll(WITHIN_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  /** All that came. */
  public List<Received> all() {
    return List.copyOf(all);
  }

  /** All that came to a path. */
  public List<Received> at(String path) {
    return all.stream().filter(received -> received.path.equals(path)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
