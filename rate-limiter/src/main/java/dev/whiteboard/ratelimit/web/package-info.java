/**
 * What other services limit their own requests with.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.web.RateLimitHandler}, {@link
 * dev.whiteboard.ratelimit.web.RequestKey}, {@link dev.whiteboard.ratelimit.web.AddressKey}, {@link
 * dev.whiteboard.ratelimit.web.RateLimitFields}, {@link
 * dev.whiteboard.ratelimit.web.QuotaExceeded}.
 *
 * <p>Threads: event loops; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.web;

import org.jspecify.annotations.NullMarked;
