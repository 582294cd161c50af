/**
 * The cache as a small service that speaks Redis' protocol.
 *
 * <pre>
 *   socket ─▸ RespReader ─▸ Arguments ─▸ Commands ─▸ Keyspace ─▸ Cache
 *          ◂─ RespWriter ◂──────────────────┘
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.cdn.resp.RespServer}, {@link
 * dev.whiteboard.cdn.resp.RespOptions}, {@code RespConnection}, {@code RespReader}, {@code
 * Commands}, {@code SetCommand}, {@link dev.whiteboard.cdn.resp.Keyspace}, {@code ServerCommands},
 * {@code RespWriter}.
 *
 * <p>Threads: a connection belongs to one event loop; the keyspace is for all of them; entries
 * whose time is up are swept out on a virtual thread.
 */
@NullMarked
package dev.whiteboard.cdn.resp;

import org.jspecify.annotations.NullMarked;
