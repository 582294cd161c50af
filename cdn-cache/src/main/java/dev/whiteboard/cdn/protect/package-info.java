/**
 * What a node is protected by: limits a client and a route, counts of what is under way, and rules
 * for query strings.
 *
 * <pre>
 *   connection ─▸ Gate.connect ─┬─▸ refused: no room, or no more for this client
 *                               ▾
 *   request ────▸ Gate.admit ───┬─▸ Refused: too often, too many at once
 *                               ▾
 *                            Admitted ─▸ the cache ─▸ hit
 *                               └─ on a miss: KEEP, PASS or REFUSE, by its query
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.protect.Gate}, {@link
 * dev.whiteboard.cdn.protect.GateBounds}, {@link dev.whiteboard.cdn.protect.Reason}; then its
 * parts: {@link dev.whiteboard.cdn.protect.InUse}, {@code RouteLimits}, {@link
 * dev.whiteboard.cdn.protect.QueryRule}, {@code NewQueries}, {@link
 * dev.whiteboard.cdn.protect.HeavyHitters}; and {@link dev.whiteboard.cdn.protect.SenderPace}
 * beside it. Any thread may ask; nothing here waits, and all that is remembered is bounded.
 */
@NullMarked
package dev.whiteboard.cdn.protect;

import org.jspecify.annotations.NullMarked;
