/**
 * Shards: which of several PostgreSQL databases has a link.
 *
 * <pre>
 *  code ─▸ Buckets: 1 of 16 ─▸ modulo the number of shards ─▸ its database
 *          as PostgreSQL's                                    links, counts, changes, news
 *          partitions
 * </pre>
 *
 * <p>What works on a database knows nothing of shards: there is one of it for each, and {@code
 * Shards.of(code)} picks. What concerns all links asks all. What is no link's is in the first
 * database, the home.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.shard.Buckets}, {@link
 * dev.whiteboard.shortener.shard.Shards}, {@link dev.whiteboard.shortener.shard.ShardPlaces}.
 *
 * <p>Threads: picking never blocks, on whichever thread. Asking several blocks the one that asks,
 * and has a virtual thread for each.
 */
@NullMarked
package dev.whiteboard.shortener.shard;

import org.jspecify.annotations.NullMarked;
