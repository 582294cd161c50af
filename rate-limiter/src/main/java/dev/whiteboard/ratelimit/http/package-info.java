/**
 * The service's HTTP side.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.http.ReplayApi}, {@link
 * dev.whiteboard.ratelimit.http.ReplayJson}, {@link
 * dev.whiteboard.ratelimit.http.RateLimiterPages}.
 *
 * <p>Threads: endpoints run on virtual threads, everything else on event loops.
 */
@NullMarked
package dev.whiteboard.ratelimit.http;

import org.jspecify.annotations.NullMarked;
