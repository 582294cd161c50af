package dev.whiteboard.cdn.world;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An origin that does as a test wants, and knows what it was asked. */
public final class CountingOrigin implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Handler<HttpServerRequest> answers = _ -> {};
  private HttpServer server;
  private final int port;

  /**
   * What it was asked.
   *
   * @param headers as they came
   */
  public record Asked(String method, String uri, List<String> headers) {}

  private CountingOrigin(Vertx vertx) throws Exception {
    this.vertx = vertx;
    this.server = listen(0);
    this.port = server.actualPort();
  }

  /** On a free port; hangs until it is told what to do. */
  public static CountingOrigin start(Vertx vertx) throws Exception {
    return new CountingOrigin(vertx);
  }

  private HttpServer listen(int at) throws Exception {
    return vertx
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(at, "127.0.0.1")
        .await(START_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    var headers =
        request.headers().entries().stream()
            .map(header -> header.getKey() + ": " + header.getValue())
            .toList();
    asked.add(new Asked(request.method().name(), request.uri(), headers));
    answers.handle(request);
  }

  /** From now on it does this. */
  public CountingOrigin does(Handler<HttpServerRequest> handler) {
    answers = handler;
    return this;
  }

  /** From now on it answers at once, with these fields: name, value, name, value. */
  public CountingOrigin answers(int status, String body, String... fields) {
    return does(request -> answer(request, status, body, fields));
  }

  /** From now on it takes so long for an answer. */
  public CountingOrigin answersAfter(Duration time, String body, String... fields) {
    return does(
        request -> vertx.setTimer(time.toMillis(), _ -> answer(request, 200, body, fields)));
  }

  static void answer(HttpServerRequest request, int status, String body, String... fields) {
    var response = request.response().setStatusCode(status);
    for (var i = 0; i < fields.length; i += 2) {
      response.putHeader(fields[i], fields[i + 1]);
    }
    response.end(body);
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All that it was asked, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** How often it was asked for this. */
  public long asked(String uri) {
    return asked.stream().filter(one -> one.uri().equals(uri)).count();
  }

  /** It dies: nobody listens, and who was connected is cut off. */
  public void dies() throws TimeoutException {
    server.close().await(START_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** It is back, at the same port. */
  public void isBack() throws Exception {
    server = listen(port);
  }

  @Override
  public void close() throws TimeoutException {
    dies();
  }
}
