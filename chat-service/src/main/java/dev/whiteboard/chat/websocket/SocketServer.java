package dev.whiteboard.chat.websocket;

import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.RequestId;
import dev.whiteboard.kit.http.SlowSender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes WebSockets of HTTP requests: the answer to the handshake is the last that Vert.x has to do
 * with a connection. One for each event loop, which is the one that first uses it.
 */
public final class SocketServer {
  /*
   * Vert.x has WebSockets of its own, which this takes the place of. They let text through that is
   * no UTF-8, answer broken close frames with 1000, and take 21 KB for a connection that is idle:
   * the request with all its headers, a context, queues for both directions, handlers for
   * fragments and for idle times stay with it until it closes.
   *
   *   before    decoder ─ encoder ─ idle ─ Vert.x' connection ─▸ request, response, context, ...
   *   after     wire ─▸ socket
   *
   * Bytes that came right behind the request are the client's first frames: they leave the decoder
   * as it is taken out, and the wire is right behind it to take them.
   */

  private static final Logger log = LoggerFactory.getLogger(SocketServer.class);

  /** The names under which Vert.x has its handlers, of which a connection has some. */
  private static final Set<String> OF_VERTX =
      Set.of("handler", "idle", "chunkedWriter", "httpEncoder", "inflater", "deflater");

  private static final String DECODER = "httpDecoder";

  private final SocketOptions options;
  private final Handshake handshake;
  private @Nullable Loop loop;
  private @Nullable EventLoop eventLoop;

  /** A server for one event loop. */
  public SocketServer(SocketOptions options) {
    this(options, OriginRule.NO_OTHERS);
  }

  /**
   * A server for one event loop.
   *
   * @param more pages that may connect besides
   */
  public SocketServer(SocketOptions options, OriginRule more) {
    this.options = options;
    this.handshake = new Handshake(options, more);
  }

  /**
   * Makes a WebSocket of the request, or answers it with what is wrong. To be called on the
   * connection's event loop. Does nothing where the client has gone.
   *
   * @param opener makes the socket's owner, who may send at once; it should not keep the request,
   *     which is most of what an idle connection would cost
   */
  public void accept(HttpServerRequest request, Function<Socket, SocketHandler> opener) {
    switch (handshake.read(request)) {
      case Handshake.Refused refused -> refuse(request, refused);
      case Handshake.Accepted accepted -> takeOver(request, accepted, opener);
    }
  }

  private static void refuse(HttpServerRequest request, Handshake.Refused refused) {
    var reply = refused.problem().toReply(request);
    if (reply.status() == 426) {
      reply =
          reply
              .with("Upgrade", "websocket")
              .with("Connection", "Upgrade")
              .with(Handshake.VERSION.toString(), Handshake.SPOKEN_VERSION);
    }
    DirectAnswers.write(request, reply);
  }

  private void takeOver(
      HttpServerRequest request,
      Handshake.Accepted accepted,
      Function<Socket, SocketHandler> opener) {
    var channel = ((ConnectionBase) request.connection()).channel();
    if (!channel.isActive()) {
      return; // its end was told to those before us, and nobody would tell it again
    }
    var pipeline = channel.pipeline();
    var socket = new Socket(pipeline, DECODER, loopOf(channel), accepted.compression());
    SlowSender.leave(request.connection());
    strip(pipeline);
    var _ = channel.write(answer(request, accepted));
    open(socket, opener);
    var _ = channel.flush();
    pipeline.remove(DECODER);
  }

  private static void open(Socket socket, Function<Socket, SocketHandler> opener) {
    try {
      socket.open(opener);
    } catch (RuntimeException e) {
      log.error("a socket got no handler", e);
      socket.fail(CloseCodes.INTERNAL_ERROR, "");
    }
  }

  /** Takes out what Vert.x put there; what does TLS, or is a stranger's, stays. */
  private static void strip(ChannelPipeline pipeline) {
    for (var name : List.copyOf(pipeline.names())) {
      if (OF_VERTX.contains(name)) {
        pipeline.remove(name);
      }
    }
  }

  private static ByteBuf answer(HttpServerRequest request, Handshake.Accepted accepted) {
    var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
    add(head, HttpHeaders.UPGRADE, "websocket");
    add(head, HttpHeaders.CONNECTION, "Upgrade");
    add(head, Handshake.ACCEPT, accepted.accept());
    accepted.subprotocol().ifPresent(spoken -> add(head, Handshake.PROTOCOL, spoken));
    if (accepted.compression()) {
      add(head, Handshake.EXTENSIONS, Compression.AGREED);
    }
    add(head, RequestId.HEADER, RequestId.of(request));
    head.append("\r\n");
    return ByteBufUtil.writeAscii(ByteBufAllocator.DEFAULT, head);
  }

  private static void add(StringBuilder head, CharSequence name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private Loop loopOf(Channel channel) {
    if (loop == null) {
      eventLoop = channel.eventLoop();
      loop = Loop.of(eventLoop, options);
    }
    if (!channel.eventLoop().equals(eventLoop) || !channel.eventLoop().inEventLoop()) {
      throw new IllegalStateException("a server of sockets is for one event loop");
    }
    return loop;
  }
}
