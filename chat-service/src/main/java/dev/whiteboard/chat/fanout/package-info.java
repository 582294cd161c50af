/**
 * From a durable message to every socket that it is for, on this node and on the others.
 *
 * <pre>
 *   log ─ committed ─▸ Outgoing ─┬─▸ Switchboard ─▸ Hub, one an event loop ─▸ sockets here
 *                                │        ▴
 *                                │        └───────────── what other nodes publish
 *                                └─▸ Audience: members, their routes in Redis
 *                                        └─▸ NodeChannel: one publish a node
 *
 *   HeadWatch ─ asks the log how far each watched chat is ─▸ Switchboard ─▸ what is missing is read
 * </pre>
 *
 * <p>The log is the truth; what goes through Redis is a hint. A hint that is lost, late, doubled or
 * out of order costs time, never a message.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.fanout.Hub}, {@link
 * dev.whiteboard.chat.fanout.Subscription}, {@link dev.whiteboard.chat.fanout.Switchboard}, then
 * what leads to other nodes.
 *
 * <p>Threads: a hub belongs to its event loop. Members and routes are looked up on virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.fanout;

import org.jspecify.annotations.NullMarked;
