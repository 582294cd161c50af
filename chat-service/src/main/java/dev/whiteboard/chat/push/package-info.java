/**
 * Tells those of messages who are away: a few seconds after a message is kept, unless a device of
 * theirs has acknowledged it by then.
 *
 * <pre>
 *  Kafka ─▸ PushIntake ─▸ table pushes, one row for each subscription and chat
 *           (Recipients)     │ due after 3 s, urgent ranked before quiet
 *                            ▾
 *                 PushWorkers: leases some ─▸ Line (RankQueue) ─▸ 32 senders ─▸ PushDelivery
 *                            ▴                                                    │
 *                            │             PushLooks: look again: acknowledged? ──┤ forget
 *                            ├── in a moment ◂── has his share of the senders? ───┤ Shares
 *                            │                                                    ▾
 *                            └── later: backoff, full jitter ◂── outcome ◂─── Channels
 *                                              too often: push_dead_letters
 * </pre>
 *
 * <p>What is lost and what is told twice. A message is heard once: its chat's row in {@code
 * push_chats} says how far was heard, and is written with the pushes. A push is in PostgreSQL until
 * it was delivered; one that a node has taken and not noted as delivered is taken by another when
 * its lease ends. So none is lost, and exactly one thing tells a push twice: a node that dies, or
 * loses PostgreSQL, between the answer of the other side and the note of it, or an answer that is
 * lost on its way. A browser shows that as one notification, and a webhook sees the same id.
 *
 * <p>Nothing is pushed for edits, deletions and what the service itself says in a chat, nor for
 * messages older than a day.
 *
 * <p>Chats may be on several shards; all that is pushed is in the home. Each shard's chats are
 * heard by a reader of their own, and no more than half of the senders look at them at once. So one
 * that is away keeps back the pushes of its own chats: what was said there comes again from Kafka,
 * and what waits to be told is looked at again every few seconds, without an attempt lost.
 *
 * <p>The time in {@code pushes} is the home's; that of a message is its node's. Where that clock is
 * behind, pushes come as much too early, at once at the earliest; where it is ahead, however far,
 * they come up to those 3 s too late or too early.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.push.PushIntake}, {@link
 * dev.whiteboard.chat.push.Recipients}, {@link dev.whiteboard.chat.push.PushWorkers}, {@link
 * dev.whiteboard.chat.push.Line}, {@link dev.whiteboard.chat.push.RankQueue}, {@link
 * dev.whiteboard.chat.push.PushDelivery}, {@link dev.whiteboard.chat.push.PushLooks}, {@link
 * dev.whiteboard.chat.push.Shares}, {@link dev.whiteboard.chat.push.Retries}, {@link
 * dev.whiteboard.chat.push.Subscriptions}; the ways out are in {@link
 * dev.whiteboard.chat.push.channel}.
 *
 * <p>Threads: one for each shard reads Kafka; one takes what is due, some send, these virtual.
 * Requests come on threads that may block.
 */
@NullMarked
package dev.whiteboard.chat.push;

import org.jspecify.annotations.NullMarked;
