/**
 * Consistent hashing: who owns a key.
 *
 * <p>Start at {@link dev.whiteboard.cdn.ring.Placement}. Everything is immutable, and for any
 * thread.
 */
@NullMarked
package dev.whiteboard.cdn.ring;

import org.jspecify.annotations.NullMarked;
