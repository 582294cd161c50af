package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.protocol.BadFrameException;
import dev.whiteboard.chat.protocol.ClientFrame;
import dev.whiteboard.chat.protocol.ClientFrames;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import dev.whiteboard.chat.websocket.Frame;
import dev.whiteboard.chat.websocket.Socket;
import dev.whiteboard.chat.websocket.SocketHandler;
import dev.whiteboard.chat.websocket.SocketOptions;
import dev.whiteboard.chat.websocket.SocketServer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that does what the test says, and writes down what it is told. */
final class ScriptedNode implements AutoCloseable {
  private static final long HEARTBEAT_MS = 60_000;

  private static final int WAIT_SECONDS = 60;
  private static final SocketOptions OPTIONS =
      new SocketOptions(
          1 << 16,
          1 << 16,
          1 << 20,
          Duration.ofSeconds(2),
          Set.of(),
          List.of("chat.v1+json"),
          false);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Script script;
  private volatile int port;

  /** All connections, in the order in which they came. */
  final List<Talk> talks = new CopyOnWriteArrayList<>();

  /** What a node does; on its event loop. */
  @FunctionalInterface
  interface Script {
    void on(Talk talk, ClientFrame frame);
  }

  private ScriptedNode(Script script) {
    this.script = script;
  }

  static ScriptedNode start(Script script) throws TimeoutException {
    var node = new ScriptedNode(script);
    node.vertx
        .deployVerticle(node.new Listener(), new DeploymentOptions())
        .await(WAIT_SECONDS, TimeUnit.SECONDS);
    return node;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All frames of a kind, of all connections. */
  <T extends ClientFrame> List<T> heard(Class<T> kind) {
    return talks.stream()
        .flatMap(talk -> talk.heard.stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** One connection. */
  final class Talk implements SocketHandler {
    private final Socket socket;
    final int number = talks.size();
    final List<ClientFrame> heard = new CopyOnWriteArrayList<>();

    Talk(Socket socket) {
      this.socket = socket;
    }

    void welcome() {
      welcome(HEARTBEAT_MS);
    }

    void welcome(long heartbeatMs) {
      say(
          new ServerFrame.Welcome(
              new SessionId(new UUID(7, 8)), "scripted", heartbeatMs, 256, 65_536));
    }

    void say(ServerFrame frame) {
      say(ServerFrames.json(frame).encode());
    }

    void say(String text) {
      var frame = Frame.text(text);
      socket.send(frame);
      frame.release();
    }

    void close(int code) {
      socket.close(code, "");
    }

    void cut() {
      socket.abort();
    }

    @Override
    public void onText(Socket same, byte[] utf8) {
      try {
        var frame = ClientFrames.parse(Buffer.buffer(utf8));
        heard.add(frame);
        script.on(this, frame);
      } catch (BadFrameException e) {
        throw new AssertionError(e.detail(), e);
      }
    }

    @Override
    public void onClosed(Socket same, int code) {}
  }

  private final class Listener extends VerticleBase {
    @Override
    public Future<?> start() {
      var sockets = new SocketServer(OPTIONS);
      return vertx
          .createHttpServer()
          .requestHandler(request -> sockets.accept(request, this::open))
          .listen(0, "127.0.0.1")
          .onSuccess(server -> port = server.actualPort());
    }

    private SocketHandler open(Socket socket) {
      var talk = new Talk(socket);
      talks.add(talk);
      return talk;
    }
  }
}
