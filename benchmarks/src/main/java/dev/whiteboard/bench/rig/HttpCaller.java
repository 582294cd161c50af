package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;

/** One connection that waits for each answer: to look at what a load can't. */
final class HttpCaller implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final Selector selector = Selector.open();
  private final HttpConnection connection;

  HttpCaller(URI server) throws IOException {
    connection = new HttpConnection(server);
    connection.register(selector);
  }

  /**
   * The body that comes back.
   *
   * @throws IOException where the status is another one
   */
  byte[] ask(byte[] request, int statusExpected) throws IOException {
    connection.send(request, System.nanoTime());
    var isWhole = false;
    while (!isWhole) {
      if (selector.select(ANSWER_MAX.toMillis()) == 0) {
        throw new IOException("no answer");
      }
      selector.selectedKeys().clear();
      isWhole = connection.readsWhole();
    }
    if (connection.status() != statusExpected) {
      throw new IOException("%d instead of %d".formatted(connection.status(), statusExpected));
    }
    return connection.body();
  }

  /** Asks for what the origin of rigs has, and sees that it is that. */
  void requireBody(String path, int bytes) throws IOException {
    var body = ask(HttpText.get(path), 200);
    if (!Arrays.equals(body, RigOrigin.body(bytes))) {
      throw new IOException("%s has %d bytes, or others".formatted(path, body.length));
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
    selector.close();
  }
}
