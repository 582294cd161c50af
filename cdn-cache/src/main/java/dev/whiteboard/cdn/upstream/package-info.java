/**
 * The way up, from a node to the next tier or the origin: one request, one answer, streamed.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.upstream.Upstream}, {@link
 * dev.whiteboard.cdn.upstream.Outgoing}, {@link dev.whiteboard.cdn.upstream.Incoming}; then {@link
 * dev.whiteboard.cdn.upstream.HttpHop}, which sends one over a connection that {@link
 * dev.whiteboard.cdn.upstream.IdleConnections} lets it use, and {@link
 * dev.whiteboard.cdn.upstream.TunnelHop} for WebSockets. All on event loops; nothing blocks.
 */
@NullMarked
package dev.whiteboard.cdn.upstream;

import org.jspecify.annotations.NullMarked;
