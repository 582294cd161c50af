/**
 * The service's routes. A handler parses, calls, answers; nothing is decided here.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.http.CheckRoute}, {@link
 * dev.whiteboard.ratelimit.http.CheckReader}, {@link dev.whiteboard.ratelimit.http.CheckJson},
 * {@link dev.whiteboard.ratelimit.http.Permits}.
 *
 * <p>Threads: event loops; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.http;

import org.jspecify.annotations.NullMarked;
