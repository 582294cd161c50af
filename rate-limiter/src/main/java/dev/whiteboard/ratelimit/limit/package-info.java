/**
 * What a rate limit is, and who keeps one.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.limit.Algorithm}, {@link
 * dev.whiteboard.ratelimit.limit.Limit}, {@link dev.whiteboard.ratelimit.limit.RateLimiter}, {@link
 * dev.whiteboard.ratelimit.limit.Verdict}, {@link dev.whiteboard.ratelimit.limit.NanoClock}, {@link
 * dev.whiteboard.ratelimit.limit.TickingClock}.
 *
 * <p>Threads: all; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.limit;

import org.jspecify.annotations.NullMarked;
