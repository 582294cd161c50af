/**
 * The log of each chat: what gives a message its place, and keeps it.
 *
 * <pre>
 *                          PostgresLog                         KafkaLog
 *   append ─▸ Waiting ─▸ DraftQueue ─▸ BatchWriter     Requests ─▸ Kafka ─▸ Sequencer
 *                                          │                                    │
 *                                          └───────────▸ BatchKeeper ◂──────────┘
 *                                                             │
 *                                 BatchStore: PostgresStore (locks) or FencedStore (fence)
 *                                   LogStatements: where do the chats stand, what is known
 *                                   BatchPlanner:  who gets which place, without a database
 *                                   LogStatements: write it, commit
 *                                                             │
 *                                 each outcome, then CommittedListener
 * </pre>
 *
 * <p>Where chats are spread over several databases, each has all of this for itself, and {@link
 * dev.whiteboard.chat.log.ShardedLog} picks the chat's.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.log.MessageLog}, {@link
 * dev.whiteboard.chat.log.Draft}, {@link dev.whiteboard.chat.log.Appended}, {@link
 * dev.whiteboard.chat.log.Message}; then {@link dev.whiteboard.chat.log.PostgresLog}, {@link
 * dev.whiteboard.chat.log.PostgresStore}, {@link dev.whiteboard.chat.log.ChatTail}; then {@link
 * dev.whiteboard.chat.log.SystemMessages}; {@link dev.whiteboard.chat.log.KafkaLog} last.
 *
 * <p>Threads: an append is asynchronous; reads block and are for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.log;

import org.jspecify.annotations.NullMarked;
