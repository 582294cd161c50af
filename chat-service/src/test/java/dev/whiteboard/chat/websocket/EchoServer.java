package dev.whiteboard.chat.websocket;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sends each message back; what the conformance suite talks to. */
public final class EchoServer {
  /** The suite's largest message. */
  private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

  private static final int LISTEN_SECONDS_MAX = 10;

  private static final SocketOptions OPTIONS =
      new SocketOptions(
          MESSAGE_BYTES_MAX,
          MESSAGE_BYTES_MAX,
          2 * MESSAGE_BYTES_MAX,
          Duration.ofSeconds(5),
          Set.of(),
          List.of(),
          false);

  private EchoServer() {}

  /**
   * Listens until the JVM ends, at the address by which the suite looks for it: this host's.
   *
   * @param arguments the port
   */
  public static void main(String... arguments) throws Exception {
    var sockets = new SocketServer(OPTIONS);
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(request -> sockets.accept(request, _ -> new Echo()))
        .listen(Integer.parseInt(arguments[0]), InetAddress.getLocalHost().getHostAddress())
        .await(LISTEN_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Owns one socket. */
  static final class Echo implements SocketHandler {
    @Override
    public void onText(Socket socket, byte[] utf8) {
      send(socket, Frame.text(utf8));
    }

    @Override
    public void onBinary(Socket socket, byte[] bytes) {
      send(socket, Frame.binary(bytes));
    }

    @Override
    public void onClosed(Socket socket, int code) {}

    private static void send(Socket socket, Frame frame) {
      socket.send(frame);
      frame.release();
    }
  }
}
