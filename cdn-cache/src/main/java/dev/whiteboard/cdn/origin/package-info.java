/**
 * An origin to play with: a small site whose answers show what a cache makes of them.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.origin.DemoOrigin}, {@link
 * dev.whiteboard.cdn.origin.Asked}, {@link dev.whiteboard.cdn.origin.LongBody}. All on event loops;
 * nothing blocks.
 */
@NullMarked
package dev.whiteboard.cdn.origin;

import org.jspecify.annotations.NullMarked;
