/**
 * The HTTP side that all services share: one server, problems instead of stack traces, bounded
 * input, safe headers.
 *
 * <pre>
 *  socket ─ event loop ─┬─ hot path of the service (redirect, cache hit): answers at once
 *                       └─ router ─ request id ─ security headers ─ body bound ─ route
 *                                                                                 │
 *                                    reply written on the event loop ◂─ Endpoint on a virtual thread
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.kit.http.WebServer}, {@link
 * dev.whiteboard.kit.http.ServiceRoutes}, {@link dev.whiteboard.kit.http.Endpoint}, {@link
 * dev.whiteboard.kit.http.Reply}, {@link dev.whiteboard.kit.http.Problem}, {@link
 * dev.whiteboard.kit.http.JsonFields}; then, for long bodies, {@link
 * dev.whiteboard.kit.http.StreamEndpoint}, {@link dev.whiteboard.kit.http.BodyLines}, {@link
 * dev.whiteboard.kit.http.ReplyStream}; for clients that are slow, {@link
 * dev.whiteboard.kit.http.SlowSender}; for who goes where strangers say, {@link
 * dev.whiteboard.kit.http.PublicAddresses}.
 *
 * <p>Threads: handlers run on event loops and must not block. An {@code Endpoint} runs on a virtual
 * thread and may; {@link dev.whiteboard.kit.http.VirtualThreads} bounds how many at a time.
 */
@NullMarked
package dev.whiteboard.kit.http;

import org.jspecify.annotations.NullMarked;
