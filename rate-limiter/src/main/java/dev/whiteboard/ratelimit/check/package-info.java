/**
 * From a request to yes or no.
 *
 * <p>Reading order: {@link dev.whiteboard.ratelimit.check.Check}, {@link
 * dev.whiteboard.ratelimit.check.Checks}, {@link dev.whiteboard.ratelimit.check.Outcome}.
 *
 * <p>Threads: all; nothing here blocks.
 */
@NullMarked
package dev.whiteboard.ratelimit.check;

import org.jspecify.annotations.NullMarked;
