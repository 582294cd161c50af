/**
 * Invalidations: what they are, and how they reach every node.
 *
 * <p>Start at {@link dev.whiteboard.cdn.purge.Invalidation}.
 */
@NullMarked
package dev.whiteboard.cdn.purge;

import org.jspecify.annotations.NullMarked;
