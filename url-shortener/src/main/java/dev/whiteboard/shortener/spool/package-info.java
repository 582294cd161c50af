/**
 * Records that wait on disk until they can be delivered. Knows nothing of clicks.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.spool.Spool}, {@code Segment}, {@code
 * SpoolFolder}.
 *
 * <p>Threads: a spool belongs to one, which blocks for the disk.
 */
@NullMarked
package dev.whiteboard.shortener.spool;

import org.jspecify.annotations.NullMarked;
