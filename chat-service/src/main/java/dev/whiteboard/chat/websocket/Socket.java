package dev.whiteboard.chat.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket, on the server's side. What is sent goes out at the end of the event loop's turn;
 * what the peer does not take waits up to a bound, and beyond it is refused.
 *
 * <p>All methods are for the socket's event loop, and throw elsewhere: {@code
 * eventLoop().execute(...)} leads there.
 */
public final class Socket {
  /*
   *            close()                    peer's close, or EOF, or deadline
   *   OPEN ──────────────────▸ CLOSING ──────────────────────────────────────▸ CLOSED
   *    └── peer's close, answered; or a broken frame, told; or EOF ──────────────▴
   *
   * CLOSED is the end for the handler. TCP may last a little longer: who closes a TCP connection
   * with bytes unread resets it, and a reset can overtake the close frame. So our side is ended
   * first, and what still comes is thrown away until the peer ends its own, or the deadline does.
   */
  private enum Phase {
    OPEN,
    CLOSING,
    CLOSED
  }

  private static final Logger log = LoggerFactory.getLogger(Socket.class);

  /**
   * How much the kernel takes without sending it. By itself it takes up to 4 MB for a peer that
   * does not read: with 20,000 of them that is all memory there is, and each would seem to keep up
   * for long. By its name, as only one of Netty's transports has it.
   */
  private static final ChannelOption<Long> UNSENT_BYTES_MAX =
      ChannelOption.valueOf("io.netty.channel.epoll.EpollChannelOption#TCP_NOTSENT_LOWAT");

  private static final long UNSENT_BYTES = 64 * 1024;

  private final Loop loop;
  private final boolean compressing;
  private final ChannelHandlerContext context;

  /** Null until it is open. */
  private @Nullable SocketHandler handler;

  private Phase phase = Phase.OPEN;
  private boolean unflushed;
  private int closeCode = CloseCodes.ABNORMAL;
  private @Nullable Future<?> deadline;

  /** The last ping of a peer who does not read; older ones need no answer (section 5.5.3). */
  private byte @Nullable [] unanswered;

  /**
   * Puts a socket into a channel's pipeline. It has no handler before {@link #open}, so nothing may
   * be read until then.
   *
   * @param before what its bytes come from
   * @param compressing whether messages may be compressed
   */
  Socket(ChannelPipeline pipeline, String before, Loop loop, boolean compressing) {
    this.loop = loop;
    this.compressing = compressing;
    var wire = new Wire(this, loop.options(), compressing ? loop.inflating() : null);
    this.context = pipeline.addAfter(before, null, wire).context(wire);
    bound(pipeline.channel().config());
  }

  private void bound(ChannelConfig config) {
    config.setWriteBufferWaterMark(loop.waterMark());
    try {
      var _ = config.setOption(UNSENT_BYTES_MAX, UNSENT_BYTES); // false elsewhere than on epoll
    } catch (ChannelException e) {
      log.debug("this kernel has bounds of its own", e);
    }
  }

  /** Begins; what the opener sends is what the peer reads first. */
  void open(Function<Socket, SocketHandler> opener) {
    handler = opener.apply(this);
  }

  /**
   * Sends a frame at the end of this turn. Takes a share of it: the caller's own is the caller's to
   * release, once it has gone to all sockets.
   *
   * @return whether it was taken; not once the socket closes, nor beyond the bound of what may wait
   */
  public boolean send(Frame frame) {
    requireEventLoop();
    if (phase != Phase.OPEN || queuedBytes() + frame.bytes() > loop.options().queuedBytesMax()) {
      return false;
    }
    write(compressing ? frame.compressed(loop.deflating()) : frame.plain());
    return true;
  }

  /**
   * How much was sent and not yet taken by the kernel, in bytes: each frame whole until its last
   * byte is taken, and 96 bytes for its place in the queue.
   */
  public long queuedBytes() {
    var queue = context.channel().unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  /** Whether the peer keeps up; {@link SocketHandler#onWritable} tells when it does again. */
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  /** Whether there is a connection of TCP, which may last a little longer than the socket. */
  boolean isConnected() {
    return context.channel().isActive();
  }

  /** Whether frames can still be sent. */
  public boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /**
   * Ends it: a close frame behind all that was sent, then the peer's answer is waited for until the
   * deadline. Messages that still come are dropped. Does nothing where it closes already.
   *
   * @param code one of {@link CloseCodes} that may be sent, or 3000 to 4999
   * @param reason for the peer's log, at most 123 bytes
   * @throws IllegalArgumentException where one of them can't be sent
   */
  public void close(int code, String reason) {
    requireEventLoop();
    if (!CloseCodes.isForFrames(code)) {
      throw new IllegalArgumentException("no close frame has the code " + code);
    }
    if (phase == Phase.OPEN) {
      writeClose(code, reason);
      phase = Phase.CLOSING;
      resumeReading();
    }
  }

  /**
   * Cuts the connection off: no close frame, and what waits is thrown away, by the kernel as well.
   */
  public void abort() {
    requireEventLoop();
    if (context.channel().isActive()) {
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    var _ = context.close();
  }

  /** Reads no more from the network, so that the peer has to wait; what was read is still told. */
  public void pauseReading() {
    requireEventLoop();
    if (phase == Phase.OPEN) {
      context.channel().config().setAutoRead(false);
    }
  }

  /** Reads again. */
  public void resumeReading() {
    requireEventLoop();
    context.channel().config().setAutoRead(true);
  }

  /** Who is at the other end of TCP, which may be a proxy. */
  public SocketAddress remoteAddress() {
    return context.channel().remoteAddress();
  }

  /** Where all of the socket's methods are to be called. */
  public EventLoop eventLoop() {
    return context.channel().eventLoop();
  }

  /** Whether what comes is for the reader; behind a close frame or a broken one nothing is. */
  boolean reads() {
    return phase != Phase.CLOSED;
  }

  void received(byte[] message, boolean text) {
    if (phase != Phase.OPEN || handler == null) {
      return;
    }
    if (text) {
      handler.onText(this, message);
    } else {
      handler.onBinary(this, message);
    }
  }

  void answer(byte[] ping) {
    if (phase != Phase.OPEN) {
      return;
    }
    if (isWritable()) {
      write(Frame.pong(ping));
    } else {
      unanswered = ping;
    }
  }

  void answered(byte[] payload) {
    if (phase == Phase.OPEN && handler != null) {
      handler.onPong(this, payload);
    }
  }

  void writable() {
    if (unanswered != null) {
      var ping = unanswered;
      unanswered = null;
      answer(ping);
    }
    if (phase == Phase.OPEN && handler != null) {
      handler.onWritable(this);
    }
  }

  /** The peer's close frame: answered with its own code, unless it is the answer. */
  void closedByPeer(int code) {
    if (phase == Phase.OPEN) {
      writeClose(code, "");
    }
    end();
  }

  /** The peer broke a rule, or we failed it: it is told why, and not read any more. */
  void fail(int code, String reason) {
    if (phase == Phase.OPEN) {
      writeClose(code, reason);
    }
    end();
  }

  void disconnected() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
    unanswered = null;
    tellClosed();
  }

  void flush() {
    unflushed = false;
    context.flush();
  }

  private void end() {
    tellClosed();
    resumeReading();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER) // done when all before it is
        .addListener(_ -> endOutput());
  }

  private void endOutput() {
    if (context.channel() instanceof DuplexChannel channel) {
      var _ = channel.shutdownOutput();
    } else {
      var _ = context.close();
    }
  }

  private void tellClosed() {
    if (phase != Phase.CLOSED) {
      phase = Phase.CLOSED;
      if (handler != null) {
        handler.onClosed(this, closeCode);
      }
    }
  }

  private void writeClose(int code, String reason) {
    write(Frame.close(code, reason));
    closeCode = code;
    deadline =
        eventLoop()
            .schedule(
                this::abort, loop.options().closeDeadline().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void write(ByteBuf frame) {
    var _ = context.write(frame, context.voidPromise());
    if (!unflushed) {
      unflushed = true;
      loop.turn().flushLater(this);
    }
  }

  private void requireEventLoop() {
    if (!eventLoop().inEventLoop()) {
      throw new IllegalStateException("a socket is for its event loop alone");
    }
  }
}
