/**
 * How often somebody may do something.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.limit.RateLimit}, {@link
 * dev.whiteboard.shortener.limit.LocalRateLimit}, {@link dev.whiteboard.shortener.limit.Limits},
 * {@link dev.whiteboard.shortener.limit.LimitSettings}, {@link
 * dev.whiteboard.shortener.limit.AddressKey}.
 *
 * <p>Threads: all; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.shortener.limit;

import org.jspecify.annotations.NullMarked;
