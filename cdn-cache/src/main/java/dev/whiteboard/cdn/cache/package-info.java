/**
 * Caches in memory: four policies behind one interface.
 *
 * <p>Start at {@link dev.whiteboard.cdn.cache.Cache}.
 */
@NullMarked
package dev.whiteboard.cdn.cache;

import org.jspecify.annotations.NullMarked;
