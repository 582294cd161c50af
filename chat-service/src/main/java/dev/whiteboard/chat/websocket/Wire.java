package dev.whiteboard.chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one handler of a connection's pipeline: bytes from the network go to the frame reader, frames
 * to the socket.
 */
final class Wire extends ChannelInboundHandlerAdapter implements FrameReader.Events {
  private static final Logger log = LoggerFactory.getLogger(Wire.class);

  private final Socket socket;
  private final FrameReader reader;

  Wire(Socket socket, SocketOptions bounds, @Nullable Inflating inflating) {
    this.socket = socket;
    this.reader = new FrameReader(bounds, this, inflating);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof ByteBuf bytes && socket.reads()) {
        read(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message); // the end of the HTTP request comes by here too
    }
  }

  private void read(ByteBuf bytes) {
    try {
      reader.read(bytes);
    } catch (FrameException e) {
      socket.fail(e.code(), e.reason());
    } catch (RuntimeException e) {
      log.error("a socket's handler failed", e);
      socket.fail(CloseCodes.INTERNAL_ERROR, "");
    }
  }

  @Override
  public void text(byte[] utf8) {
    socket.received(utf8, true);
  }

  @Override
  public void binary(byte[] bytes) {
    socket.received(bytes, false);
  }

  @Override
  public void ping(byte[] payload) {
    socket.answer(payload);
  }

  @Override
  public void pong(byte[] payload) {
    socket.answered(payload);
  }

  @Override
  public void closed(int code) {
    socket.closedByPeer(code);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      socket.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    socket.disconnected();
  }

  /** The server stops: without this it would wait for us until its deadline. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent) {
      socket.close(CloseCodes.GOING_AWAY, "the server stops");
    }
    ReferenceCountUtil.release(event);
  }

  /** A reset, most often. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("a socket failed", cause);
    }
    var _ = context.close();
  }
}
