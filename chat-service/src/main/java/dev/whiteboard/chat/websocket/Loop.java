package dev.whiteboard.chat.websocket;

import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;

/**
 * What the sockets of one event loop share.
 *
 * @param options their bounds
 * @param waterMark when one of them counts as slow, and when no more
 * @param turn flushes them
 * @param inflating reads compressed messages
 * @param deflating writes them
 */
record Loop(
    SocketOptions options,
    WriteBufferWaterMark waterMark,
    Turn turn,
    Inflating inflating,
    Deflating deflating) {

  static Loop of(EventLoop eventLoop, SocketOptions options) {
    var queuedMax = options.queuedBytesMax();
    return new Loop(
        options,
        new WriteBufferWaterMark(queuedMax / 4, queuedMax / 2),
        new Turn(eventLoop),
        new Inflating(),
        new Deflating());
  }
}
