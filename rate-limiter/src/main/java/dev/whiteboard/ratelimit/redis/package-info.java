/**
 * The algorithms across nodes: a Lua script each, one round trip a decision, by Redis' own clock.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.redis.SharedLimits}, {@link
 * dev.whiteboard.ratelimit.redis.Charge}.
 *
 * <p>Threads: all; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
