/**
 * One node: a caching reverse proxy, streaming both ways.
 *
 * <pre>
 *  listener ─ RequestReader ─ Intake ─ CachingProxy ─┬─ kept: Exchange
 *                                                    └─ else: Flights ─ Flight ─ Upstream
 *                                       client ◂─ Exchange ◂── Fill ◂───────────────┘
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.proxy.CachingProxy}, {@link
 * dev.whiteboard.cdn.proxy.RequestReader}, {@link dev.whiteboard.cdn.proxy.Intake}, {@link
 * dev.whiteboard.cdn.proxy.Flights}, {@code Compression}, {@link
 * dev.whiteboard.cdn.proxy.NodeListener}; for what clients may take of it {@code Accepting}, {@code
 * Guard}, {@link dev.whiteboard.kit.http.SlowSender}, {@code BoundedBody}.
 *
 * <p>All runs on event loops and nothing blocks. A client's request stays on the loop of its
 * connection; a flight on the loop of whoever began it, and what it has for others goes over to
 * theirs.
 */
@NullMarked
package dev.whiteboard.cdn.proxy;

import org.jspecify.annotations.NullMarked;
