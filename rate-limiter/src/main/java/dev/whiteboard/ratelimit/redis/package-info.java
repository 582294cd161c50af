/**
 * The algorithms across nodes: a Lua script each, one round trip a decision, by Redis' own clock.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.redis.SharedLimits}, {@link
 * dev.whiteboard.ratelimit.redis.Charge}, {@link dev.whiteboard.ratelimit.redis.RedisLimits}, the
 * scripts in {@code redis/ratelimit}, of which {@code decide.lua} and {@code gcra.lua} with its
 * {@code schedule.lua} are the first to read; then {@link
 * dev.whiteboard.ratelimit.redis.LimitKeys}, {@link dev.whiteboard.ratelimit.redis.Script}, {@link
 * dev.whiteboard.ratelimit.redis.Question}, {@link dev.whiteboard.ratelimit.redis.Call}, {@link
 * dev.whiteboard.ratelimit.redis.Deadlines}, {@link dev.whiteboard.ratelimit.redis.Breaker}.
 *
 * <p>Threads: all; nothing here blocks. Answers come on a thread of Lettuce.
 */
@NullMarked
package dev.whiteboard.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
