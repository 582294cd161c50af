/**
 * What a node keeps: bodies, heads, tags, and the fence against what was purged.
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.store.StoredResponse} with its {@link
 * dev.whiteboard.cdn.store.Body} and {@link dev.whiteboard.cdn.store.Coded}, {@link
 * dev.whiteboard.cdn.store.ObjectStore}, {@link dev.whiteboard.cdn.store.MemoryStore}, which is
 * where the whole is drawn; then its parts: {@code Entry} and {@code Kept}, {@code Index}, {@code
 * Fences} and {@code Reach}; and beside it {@link dev.whiteboard.cdn.store.Tags}, {@link
 * dev.whiteboard.cdn.store.Keys}, {@link dev.whiteboard.cdn.store.BodyBuilder}, {@link
 * dev.whiteboard.cdn.store.DirectMemory}, {@link dev.whiteboard.cdn.store.SecondRequest}.
 *
 * <p>Any thread may ask. None waits but for the lock of a URL, which is held for microseconds.
 */
@NullMarked
package dev.whiteboard.cdn.store;

import org.jspecify.annotations.NullMarked;
