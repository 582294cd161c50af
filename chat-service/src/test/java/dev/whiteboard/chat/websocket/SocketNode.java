package dev.whiteboard.chat.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server with one event loop, and what has become of its sockets. */
final class SocketNode implements AutoCloseable {
  private static final int WAIT_SECONDS = 60;

  private final Vertx vertx;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final SocketOptions options;

  /** In the order in which they were opened. */
  final List<Owner> owners = new CopyOnWriteArrayList<>();

  /** Opens one where each socket is owned as the function says. */
  SocketNode(SocketOptions options, Function<Socket, Owner> opener) throws TimeoutException {
    this.options = options;
    this.vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    vertx
        .deployVerticle(() -> new Listener(opener), new DeploymentOptions())
        .await(WAIT_SECONDS, SECONDS);
  }

  /** One whose sockets write down what they hear. */
  static SocketNode of(SocketOptions options) throws TimeoutException {
    return new SocketNode(options, Owner::new);
  }

  int port() {
    return servers.getFirst().actualPort();
  }

  boolean isNative() {
    return vertx.isNativeTransportEnabled();
  }

  /** Stops as a service does; done once all connections have ended, or been cut after a while. */
  Future<Void> stop(int seconds) {
    return servers.getFirst().shutdown(seconds, SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(WAIT_SECONDS, SECONDS);
  }

  /** What a socket heard. */
  static class Owner implements SocketHandler {
    final Socket socket;
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<Integer> closed = new CopyOnWriteArrayList<>();
    final AtomicInteger pongs = new AtomicInteger();
    final AtomicInteger writables = new AtomicInteger();
    volatile @Nullable String thread;

    Owner(Socket socket) {
      this.socket = socket;
    }

    /** Does it on the socket's event loop, and waits for it. */
    void run(Runnable task) throws ExecutionException, InterruptedException, TimeoutException {
      var running = new FutureTask<@Nullable Void>(task, null);
      socket.eventLoop().execute(running);
      running.get(WAIT_SECONDS, SECONDS);
    }

    @Override
    public void onText(Socket same, byte[] utf8) {
      thread = Thread.currentThread().getName();
      texts.add(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void onPong(Socket same, byte[] payload) {
      pongs.incrementAndGet();
    }

    @Override
    public void onWritable(Socket same) {
      writables.incrementAndGet();
    }

    @Override
    public void onClosed(Socket same, int code) {
      closed.add(code);
    }
  }

  private final class Listener extends VerticleBase {
    private final Function<Socket, Owner> opener;

    Listener(Function<Socket, Owner> opener) {
      this.opener = opener;
    }

    @Override
    public Future<?> start() {
      var sockets = new SocketServer(options);
      return vertx
          .createHttpServer(new HttpServerOptions().setIdleTimeout(1))
          .requestHandler(request -> sockets.accept(request, this::open))
          .listen(0, "127.0.0.1")
          .onSuccess(servers::add);
    }

    private SocketHandler open(Socket socket) {
      var owner = opener.apply(socket);
      owners.add(owner);
      return owner;
    }
  }
}
