/**
 * Links: what one is, what may be made one, and where they are kept.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.link.Link}, {@link
 * dev.whiteboard.shortener.link.LinkDraft}, {@link dev.whiteboard.shortener.link.TargetUrl}, {@link
 * dev.whiteboard.shortener.link.LinkCreation}, {@link dev.whiteboard.shortener.link.GroupCommit},
 * {@link dev.whiteboard.shortener.link.BatchInserts}, {@link dev.whiteboard.shortener.link.Links},
 * {@link dev.whiteboard.shortener.link.PostgresLinks}, {@link
 * dev.whiteboard.shortener.link.LinkInserts}, {@link dev.whiteboard.shortener.link.LinkEdit},
 * {@link dev.whiteboard.shortener.link.PostgresLinkChanges}, {@link
 * dev.whiteboard.shortener.link.LinkNotice}, {@link
 * dev.whiteboard.shortener.link.PostgresLinkList}, {@link dev.whiteboard.shortener.link.LinkPages},
 * {@link dev.whiteboard.shortener.link.PostgresKeyClaims}.
 *
 * <p>URLs are read by {@code url}; which of them a link may lead to is decided here.
 *
 * <p>Threads: creation and the store block for PostgreSQL and are for virtual threads. {@code
 * GroupCommit} has two of its own for each shard, which keep the links that the others wait for,
 * and two for claims where there are several shards.
 */
@NullMarked
package dev.whiteboard.shortener.link;

import org.jspecify.annotations.NullMarked;
