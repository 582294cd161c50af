/**
 * Shards: which of several PostgreSQL databases has what belongs to a key.
 *
 * <pre>
 *  a link's code ─┐
 *                 ├▸ Buckets: 1 of 16 ─▸ modulo the number of shards ─▸ its database
 *  a chat's id  ──┘  as PostgreSQL's
 *                    partitions
 * </pre>
 *
 * <p>What works on a database knows nothing of shards: there is one of it for each, and {@code
 * Shards.of(key)} picks. What concerns all keys asks all. What is not spread is in the first
 * database, the home.
 *
 * <p>Reading order: {@link dev.whiteboard.kit.shard.Buckets}, {@link
 * dev.whiteboard.kit.shard.Shards}, {@link dev.whiteboard.kit.shard.ShardUrls}, {@link
 * dev.whiteboard.kit.shard.ShardPlaces}.
 *
 * <p>Threads: picking never blocks, on whichever thread. Asking several blocks the one that asks,
 * and has a virtual thread for each.
 */
@NullMarked
package dev.whiteboard.kit.shard;

import org.jspecify.annotations.NullMarked;
