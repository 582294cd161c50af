/**
 * Invalidations: what they are, and how each reaches every node exactly once.
 *
 * <pre>
 *             append, acknowledged by disk
 *  POST ─▸ Invalidations ═▸ InvalidationLog      sequence = its place in the log
 *               │ then
 *               ▾           Tell, again until acknowledged
 *          PurgeAgent ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─▸ PurgeAgent ─▸ Journal ─▸ the node's store
 *          control plane ◂ ─ ─ Ack ─ ─ ─ ─ ─ each node         ▴
 *               │                               │   Ask/Answer │ once a second: what is missing
 *               ▾                               └ ─ ─ ─ ─ ─ ─ ─┘ comes as a Gift, from anybody,
 *            Spreads: who has applied it                         or out of the log
 * </pre>
 *
 * <p>Three layers, each a net under the one above. A {@link dev.whiteboard.cdn.purge.Strategy}
 * makes it fast. Acknowledgements make up for lost messages within some hundred milliseconds.
 * Comparing makes up for all else: nodes that were away, senders that died. Beside them stands the
 * epoch: a child's request tells its parent how much to have applied before it answers, so the
 * order in which nodes hear is of no matter.
 *
 * <p>Reading order: {@link dev.whiteboard.cdn.purge.Invalidation}, {@link
 * dev.whiteboard.cdn.purge.Journal}, {@link dev.whiteboard.cdn.purge.Strategy} with {@code Flood},
 * {@code Tree} and {@code Gossip}, {@link dev.whiteboard.cdn.purge.StrategyChoice}, {@link
 * dev.whiteboard.cdn.purge.Letter}, {@link dev.whiteboard.cdn.purge.PurgeAgent}, {@code Telling}
 * with {@code Deliveries} and {@code Reports}, {@code Exchange} with {@code Contact}, {@code
 * CatchUp}, {@link dev.whiteboard.cdn.purge.Invalidations}, {@link
 * dev.whiteboard.cdn.purge.Spreads}, {@link dev.whiteboard.cdn.purge.Targets}, {@link
 * dev.whiteboard.cdn.purge.LetterCodec}, {@link dev.whiteboard.cdn.purge.InvalidationCodec}.
 *
 * <p>An agent's work runs on one {@link dev.whiteboard.cdn.purge.Scheduler}, and needs no lock;
 * nothing blocks. Time, randomness and the network come from outside: the simulation runs this same
 * code.
 */
@NullMarked
package dev.whiteboard.cdn.purge;

import org.jspecify.annotations.NullMarked;
