/**
 * WebSockets on the server's side (RFC 6455), to the letter and as small as they get: an idle one
 * holds a channel of Netty, a socket and a reader, and no buffer.
 *
 * <pre>
 *  HTTP request ─▸ SocketServer ─ Handshake ─▸ 101, and Vert.x' own handlers are taken out
 *                        │
 *                        ▾
 *  bytes ─▸ Wire ─▸ FrameReader ─▸ Socket ─▸ SocketHandler        one for each connection
 *  bytes ◂───────────── Turn ◂── Socket ◂── Frame                one Frame for all that get it
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.chat.websocket.SocketServer}, {@link
 * dev.whiteboard.chat.websocket.SocketHandler}, {@link dev.whiteboard.chat.websocket.Socket},
 * {@link dev.whiteboard.chat.websocket.Frame}, then {@code FrameReader}.
 *
 * <p>Threads: a socket belongs to the event loop of its connection. Only a {@code Frame} goes from
 * one thread to another.
 */
@NullMarked
package dev.whiteboard.chat.websocket;

import org.jspecify.annotations.NullMarked;
