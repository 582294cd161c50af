/**
 * 182.5 billion links on shards: how even four ways to place them are, what moves when a shard
 * comes or goes, how long that takes.
 *
 * <p>Reading order: {@link dev.whiteboard.simulation.shard.ShardMap}, {@link
 * dev.whiteboard.simulation.shard.ShardScheme}, {@link dev.whiteboard.simulation.shard.LinkSample},
 * {@link dev.whiteboard.simulation.shard.Balance}, {@link dev.whiteboard.simulation.shard.Move},
 * {@link dev.whiteboard.simulation.shard.Shardings}. The rings and the codes are those of the
 * services.
 */
@NullMarked
package dev.whiteboard.simulation.shard;

import org.jspecify.annotations.NullMarked;
