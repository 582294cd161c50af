/**
 * Who is there: leases in Redis, told to those who watch, and given up first when there is much to
 * do.
 *
 * <pre>
 *  connections come, are heard, go ─▸ HereUsers ── renew, release ──▸ Redis: leases
 *                                        │ came, went                   ▴
 *                     other nodes ◂──────┴──────▸ Board: who is watched ┘ look
 *                                                   │ changed
 *                                                   ▾
 *                                      LoopViews, one an event loop ─▸ clients
 * </pre>
 *
 * <p>The lease is the truth, and the only one: a user is online while a node holds one for him.
 * That somebody came or went is told between nodes as a hint to look. So hints may be lost, doubled
 * and out of order, a node may die with all it knew, and what is shown is right within 30 seconds.
 *
 * <p>Going is told late. Who changes networks, or is sent to another node, is back within seconds;
 * as each such gap would be two frames to everybody who watches, a user is released 15 s after his
 * last connection, and was never away if he came back. A lease has at least 15 s left at any time
 * that he is heard: also the death of his node is not seen before he could have come to another.
 *
 * <p>What it costs: a client that watches nobody an entry in a map, and a lease renewed with every
 * heartbeat, not with every frame. Somebody watched costs each node that shows him a look each 30
 * s. A storm of changes costs an event loop 2,000 frames a second and no more: a change beyond that
 * waits, the newest of each user alone, as does what a slow client can't take.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.presence.Presence}, {@code HereUsers}, {@code
 * Board}, {@code LoopViews}, {@link dev.whiteboard.chat.presence.Leases}.
 *
 * <p>Threads: views belong to their event loop; the rest is shared and never blocks but for one
 * virtual thread, on which time passes, and those that ask the database who knows whom.
 */
@NullMarked
package dev.whiteboard.chat.presence;

import org.jspecify.annotations.NullMarked;
