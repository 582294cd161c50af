package dev.whiteboard.cdn.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.impl.CleanableHttpServer;
import io.vertx.core.http.impl.tcp.TcpHttpServer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x whose servers tell of each connection as soon as it is accepted. A server's own
 * connection handler hears of it too late: over TLS after the handshake, and in clear after the
 * first head, which tells HTTP/1.1 from an upgrade to HTTP/2. Who never sends one is not heard of.
 */
final class Accepting extends VertxWrapper {
  /*
   * Netty hands accepted connections to the pipeline of the server's socket, as messages. Vert.x
   * does not show that pipeline. But it has its transport configure the bootstrap that makes it:
   *
   *   socket ─▸ Accepted ─▸ acceptor of Netty ─▸ pipeline of a connection: First ─▸ all of Vert.x
   */

  private final Transport transport;

  private Accepting(VertxInternal vertx, Consumer<Channel> accepted) {
    super(vertx);
    var handler = new Accepted(accepted);
    this.transport =
        (Transport)
            Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (_, method, arguments) ->
                    configured(vertx.transport(), method, arguments, handler));
  }

  /**
   * A TCP server that tells.
   *
   * @param tls null for clear text
   * @param accepted told of each connection, on its event loop, before anything is read from it
   */
  static HttpServer server(
      Vertx vertx,
      HttpServerConfig config,
      @Nullable ServerSSLOptions tls,
      Consumer<Channel> accepted) {
    var telling = new Accepting((VertxInternal) vertx, accepted);
    return new CleanableHttpServer(
        telling, new TcpHttpServer(telling, config, tls, null, null, false));
  }

  @Override
  public Transport transport() {
    return transport;
  }

  private static @Nullable Object configured(
      Transport transport, Method method, Object @Nullable [] arguments, Accepted handler)
      throws Throwable {
    for (var argument : arguments == null ? new Object[0] : arguments) {
      if (argument instanceof ServerBootstrap bootstrap) {
        bootstrap.handler(handler);
      }
    }
    try {
      return method.invoke(transport, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** In the pipeline of the server's socket. */
  private static final class Accepted extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> accepted;

    Accepted(Consumer<Channel> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel connection) {
        connection.pipeline().addLast(new First(accepted));
      }
      context.fireChannelRead(message);
    }
  }

  /** Before all that Vert.x adds; gone once the connection is there. */
  private static final class First extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> accepted;

    First(Consumer<Channel> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.accept(context.channel());
      context.fireChannelActive();
      context.pipeline().remove(this);
    }
  }
}
