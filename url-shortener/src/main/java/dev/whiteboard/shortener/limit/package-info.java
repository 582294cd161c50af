/**
 * How often somebody may do something.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.limit.LimitSettings}, {@link
 * dev.whiteboard.shortener.limit.Limits}.
 *
 * <p>Threads: all; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.shortener.limit;

import org.jspecify.annotations.NullMarked;
