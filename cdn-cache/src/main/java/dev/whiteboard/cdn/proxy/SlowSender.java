package dev.whiteboard.cdn.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;

/**
 * Closes an HTTP/1.1 connection whose request comes too slowly. Who sends a byte now and then would
 * hold it for good, as each byte ends its idleness.
 *
 * <p>The head has a deadline from its first byte on. The body has to come at a least rate, but
 * while we ourselves do not read it.
 */
final class SlowSender {
  /** Of a body; a modem of 1990 is faster. */
  private static final long BYTES_PER_SECOND_MIN = 100;

  private static final String DECODER = "httpDecoder";
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final ListenerBounds bounds;
  private final Runnable refused;
  private final HttpConnection connection;
  private Stage stage = Stage.BETWEEN;
  private long timer = NO_TIMER;
  private long bytes;

  private enum Stage {
    BETWEEN,
    HEAD,
    BODY
  }

  private SlowSender(
      Vertx vertx, ListenerBounds bounds, Runnable refused, HttpConnection connection) {
    this.vertx = vertx;
    this.bounds = bounds;
    this.refused = refused;
    this.connection = connection;
  }

  /** Watches a connection, where it is one of HTTP/1.1; HTTP/2 and 3 are bounded by streams. */
  static void watch(
      HttpConnection connection, Vertx vertx, ListenerBounds bounds, Runnable refused) {
    if (connection instanceof Http1ServerConnection http1) {
      var sender = new SlowSender(vertx, bounds, refused, connection);
      var pipeline = http1.channelHandlerContext().pipeline();
      if (pipeline.get(DECODER) != null) {
        pipeline.addBefore(DECODER, "bytes-watch", sender.new Bytes());
        pipeline.addBefore(
            http1.channelHandlerContext().name(), "messages-watch", sender.new Messages());
      }
      http1.channel().closeFuture().addListener(_ -> sender.cancel());
    }
  }

  private void cancel() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  private void giveUp() {
    refused.run();
    connection.close();
  }

  private void headBegins() {
    stage = Stage.HEAD;
    timer = vertx.setTimer(bounds.head().toMillis(), _ -> giveUp());
  }

  private void bodyBegins() {
    cancel();
    stage = Stage.BODY;
    bytes = 0;
  }

  private void bodyGoesOn(ChannelHandlerContext context) {
    if (timer == NO_TIMER) {
      timer =
          vertx.setPeriodic(
              bounds.body().toMillis(), _ -> check(context.channel().config().isAutoRead()));
    }
  }

  private void check(boolean reading) {
    if (reading && bytes < BYTES_PER_SECOND_MIN * bounds.body().toSeconds()) {
      giveUp();
    }
    bytes = 0;
  }

  private void ends() {
    cancel();
    stage = Stage.BETWEEN;
  }

  /** Before the decoder. */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf read) {
        bytes += read.readableBytes();
      }
      if (stage == Stage.BETWEEN && context.pipeline().get(DECODER) != null) {
        headBegins();
      }
      context.fireChannelRead(message);
      if (stage == Stage.BODY) {
        bodyGoesOn(context);
      }
    }
  }

  /** Behind the decoder. */
  private final class Messages extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        bodyBegins();
      }
      if (message instanceof LastHttpContent) {
        ends();
      }
      context.fireChannelRead(message);
    }
  }
}
