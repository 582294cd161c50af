/**
 * The rate limiter: {@link dev.whiteboard.ratelimit.RateLimiterService} reads as its table of
 * contents.
 *
 * <p>A check: {@code http.CheckRoute}, {@code check.RuledChecks}, then {@code local} or {@code
 * redis}. As a library, without the service: {@code limit.RateLimiter}, {@code
 * local.LocalLimiters}, {@code web.RateLimitHandler}.
 */
@NullMarked
package dev.whiteboard.ratelimit;

import org.jspecify.annotations.NullMarked;
