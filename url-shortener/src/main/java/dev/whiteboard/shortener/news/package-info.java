/**
 * News of links: what is made or changed on one node, and how all others hear of it.
 *
 * <pre>
 *  edit ─▸ one transaction: link, link_changes, NOTIFY
 *             │                  │           └─▸ LinkNews on every node ─▸ out of its memory
 *             │                  └─▸ RedisCorrections, until Redis has it
 *             └─ a node that was deaf reads link_changes when it hears again
 *
 *  create ─▸ one transaction: link, NOTIFY ─▸ LinkNews on every node ─▸ into its filter
 *         └▸ NewLinks: memory and Redis, before the answer
 * </pre>
 *
 * <p>Each shard tells of its own links, and each node listens to all.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.news.LinkNews}, {@link
 * dev.whiteboard.shortener.news.RedisCorrections}, {@link dev.whiteboard.shortener.news.NewLinks}.
 *
 * <p>Threads: {@code LinkNews} has one of its own for each shard; the others block and are for
 * virtual threads and housekeeping.
 */
@NullMarked
package dev.whiteboard.shortener.news;

import org.jspecify.annotations.NullMarked;
