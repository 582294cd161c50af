/**
 * Links: what one is, what may be made one, and where they are kept.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.link.Link}, {@link
 * dev.whiteboard.shortener.link.LinkDraft}, {@link dev.whiteboard.shortener.link.TargetUrl}, {@link
 * dev.whiteboard.shortener.link.LinkCreation}, {@link dev.whiteboard.shortener.link.GroupCommit},
 * {@link dev.whiteboard.shortener.link.BatchInserts}, {@link dev.whiteboard.shortener.link.Links},
 * {@link dev.whiteboard.shortener.link.PostgresLinks}, {@link
 * dev.whiteboard.shortener.link.LinkInserts}.
 *
 * <p>Threads: creation and the store block for PostgreSQL and are for virtual threads. {@code
 * GroupCommit} has two of its own, which keep the links that the others wait for.
 */
@NullMarked
package dev.whiteboard.shortener.link;

import org.jspecify.annotations.NullMarked;
