/**
 * What a node keeps: bodies, heads, tags, and the fence against what was purged.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.store.StoredResponse}, {@link
 * dev.whiteboard.cdn.store.ObjectStore}. Any thread may ask, and none waits.
 */
@NullMarked
package dev.whiteboard.cdn.store;

import org.jspecify.annotations.NullMarked;
