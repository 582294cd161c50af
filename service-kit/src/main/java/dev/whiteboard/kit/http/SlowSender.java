package dev.whiteboard.kit.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request comes too slowly. Who sends a byte now and then would hold it
 * for good, as each byte ends its idleness.
 *
 * <p>The first head has a deadline from the moment the connection is accepted, handshakes included;
 * each later one, of HTTP/1.1, from its first byte on. A body has to come at a least rate. Nothing
 * is held against a sender while we ourselves do not read.
 *
 * <p>On the connection's event loop.
 */
public final class SlowSender {
  /*
   * accepted            deadline of the first head begins
   *    │ handshake      in TLS
   * Bytes               all that comes, in clear: the first one begins a head
   * decoder of HTTP/1.1
   * Messages            a head is whole, a body ends
   *
   * Where clear text may be HTTP/2, Vert.x adds the decoder with the first bytes, before it tells of
   * the connection; Bytes and Messages come to stand around it while it gives out the first head.
   * Requests of HTTP/2 are bounded by streams, and so by the head's deadline only up to the first
   * one.
   *
   * A head that comes whole, as nearly all do, costs no timer: its time begins when all that was
   * there has been read.
   */

  /** Of a body; a modem of 1990 is faster. */
  private static final long BYTES_PER_SECOND_MIN = 100;

  private static final String DECODER = "httpDecoder";
  private static final String BYTES = "bytes-watch";
  private static final String MESSAGES = "messages-watch";
  private static final AttributeKey<SlowSender> KEY = AttributeKey.valueOf(SlowSender.class, "of");

  private final Channel channel;
  private final Bounds bounds;
  private final Runnable refused;
  private Stage stage = Stage.BETWEEN;
  private @Nullable ScheduledFuture<?> timer;
  private long bytes;

  /**
   * What is too slow.
   *
   * @param head the longest that the head of a request may take
   * @param body how long a body may come at less than the least rate; null where bodies have
   *     deadlines of another kind
   */
  public record Bounds(Duration head, @Nullable Duration body) {}

  private enum Stage {
    BETWEEN,
    HEAD,
    BODY
  }

  private SlowSender(Channel channel, Bounds bounds, Runnable refused) {
    this.channel = channel;
    this.bounds = bounds;
    this.refused = refused;
  }

  /**
   * Watches a connection of TCP, which is new.
   *
   * @param refused run before it is closed
   */
  public static void watch(Channel channel, Bounds bounds, Runnable refused) {
    var sender = new SlowSender(channel, bounds, refused);
    channel.attr(KEY).set(sender);
    channel.closeFuture().addListener(_ -> sender.cancel());
    sender.stage = Stage.HEAD;
    sender.awaitHead();
  }

  /** Watches a connection that can only be HTTP/1.1 in clear: it is told of while it is new. */
  static void watch(HttpConnection connection, Bounds bounds) {
    if (connection instanceof ConnectionBase known) {
      watch(known.channel(), bounds, () -> {});
      connected(connection);
    }
  }

  /** It is known by now which HTTP it speaks: more of HTTP/1.1 is watched than its first head. */
  public static void connected(HttpConnection connection) {
    if (connection instanceof Http1ServerConnection http1) {
      var sender = http1.channel().attr(KEY).get();
      var context = http1.channelHandlerContext();
      if (sender != null && context.pipeline().get(DECODER) != null) {
        context.pipeline().addBefore(DECODER, BYTES, sender.new Bytes());
        context.pipeline().addBefore(context.name(), MESSAGES, sender.new Messages());
      }
    }
  }

  /** A head of HTTP/2 has come. */
  public static void requested(HttpConnection connection) {
    if (connection instanceof ConnectionBase http2) {
      var sender = http2.channel().attr(KEY).get();
      if (sender != null) {
        sender.ends();
      }
    }
  }

  /** What comes from now on is no HTTP: it is watched no more. To be called on its event loop. */
  public static void leave(HttpConnection connection) {
    if (connection instanceof Http1ServerConnection http1) {
      var sender = http1.channel().attr(KEY).getAndSet(null);
      var pipeline = http1.channel().pipeline();
      if (sender != null && pipeline.get(BYTES) != null) {
        pipeline.remove(BYTES);
        pipeline.remove(MESSAGES);
        sender.ends();
      }
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void giveUp() {
    cancel();
    refused.run();
    var _ = channel.close();
  }

  private boolean isReading() {
    return channel.config().isAutoRead();
  }

  private void awaitHead() {
    every(bounds.head(), this::checkHead);
  }

  private void checkHead() {
    if (isReading()) {
      giveUp();
    }
  }

  private void bodyBegins() {
    cancel();
    stage = Stage.BODY;
  }

  private void bodyGoesOn() {
    var time = bounds.body();
    if (time != null && timer == null) {
      bytes = 0;
      every(time, () -> checkBody(time));
    }
  }

  private void checkBody(Duration time) {
    if (isReading() && bytes * 1_000 < BYTES_PER_SECOND_MIN * time.toMillis()) {
      giveUp();
    }
    bytes = 0;
  }

  private void every(Duration time, Runnable check) {
    var nanos = time.toNanos();
    timer = channel.eventLoop().scheduleAtFixedRate(check, nanos, nanos, TimeUnit.NANOSECONDS);
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
        stage = Stage.HEAD;
      }
      context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (stage == Stage.HEAD && timer == null) {
        awaitHead();
      }
      context.fireChannelReadComplete();
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

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (stage == Stage.BODY) {
        bodyGoesOn();
      }
      context.fireChannelReadComplete();
    }
  }
}
