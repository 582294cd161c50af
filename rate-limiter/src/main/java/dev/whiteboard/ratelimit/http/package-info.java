/**
 * The service's routes. A handler parses, calls, answers; nothing is decided here.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.http.CheckRoute}, {@link
 * dev.whiteboard.ratelimit.http.CheckReader}, {@link dev.whiteboard.ratelimit.http.CheckJson},
 * {@link dev.whiteboard.ratelimit.http.Permits}, {@link dev.whiteboard.ratelimit.http.ReleaseApi},
 * {@link dev.whiteboard.ratelimit.http.BatchApi}, {@link dev.whiteboard.ratelimit.http.RulesApi},
 * {@code KeysApi}, {@link dev.whiteboard.ratelimit.http.ReplayApi}, {@link
 * dev.whiteboard.ratelimit.http.RateLimiterPages}.
 *
 * <p>Threads: event loops, where nothing blocks; {@link dev.whiteboard.ratelimit.http.RulesApi} and
 * {@code ReplayApi} are endpoints and run on virtual threads.
 */
@NullMarked
package dev.whiteboard.ratelimit.http;

import org.jspecify.annotations.NullMarked;
