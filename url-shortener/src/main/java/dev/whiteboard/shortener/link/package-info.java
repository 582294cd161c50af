/**
 * Links: what one is, what may be made one, and where they are kept.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.link.Link}, {@link
 * dev.whiteboard.shortener.link.LinkDraft}, {@link dev.whiteboard.shortener.link.TargetUrl}, {@link
 * dev.whiteboard.shortener.link.LinkCreation}, {@link dev.whiteboard.shortener.link.Links}, {@link
 * dev.whiteboard.shortener.link.PostgresLinks}.
 *
 * <p>URLs are read by {@code url}; which of them a link may lead to is decided here.
 *
 * <p>Threads: creation and the store block for PostgreSQL and are for virtual threads.
 */
@NullMarked
package dev.whiteboard.shortener.link;

import org.jspecify.annotations.NullMarked;
