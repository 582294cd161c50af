/**
 * What a node is protected by: limits a client and a route, counts of what is under way, and rules
 * for query strings.
 *
 * <pre>
 *   connection ─▸ Gate.connections ─┬─▸ CLIENT_HAS_ALL, NONE_LEFT: closed
 *                                   ▾
 *   request ────▸ Gate.admit ───────┬─▸ Refused: too often, too many at once
 *                                   ▾
 *                                Admitted ─▸ the cache ─▸ hit
 *                                   └─ on a miss: KEEP, PASS or REFUSE, by its query
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.protect.Gate}, {@link
 * dev.whiteboard.cdn.protect.GateBounds}, {@link dev.whiteboard.cdn.protect.Reason}; then its
 * parts: {@link dev.whiteboard.cdn.protect.InUse}, {@code RouteLimits}, {@code NewQueries}, {@link
 * dev.whiteboard.cdn.protect.OnMiss}; and {@link dev.whiteboard.cdn.protect.HeavyHitters} beside
 * it, for what is asked for most. Any thread may ask; nothing here waits, and all that is
 * remembered is bounded.
 */
@NullMarked
package dev.whiteboard.cdn.protect;

import org.jspecify.annotations.NullMarked;
