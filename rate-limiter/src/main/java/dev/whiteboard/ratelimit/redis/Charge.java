package dev.whiteboard.ratelimit.redis;

import dev.whiteboard.ratelimit.limit.Limit;

/**
 * Permits that a request takes of one key.
 *
 * @param limit what the key keeps to
 * @param key whose permits; no two descriptors have the same
 * @param permits how many, from 1 to {@link Limit#burst}
 */
public record Charge(Limit limit, String key, long permits) {}
