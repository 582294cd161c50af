/**
 * Chats and who is in them.
 *
 * <pre>
 *  one transaction, under the lock of the chat's row:
 *
 *   lock chats ─▸ may he? ─▸ message ADDED, seq n ─▸ members: joined_seq = n - 1 ─▸ commit
 *                                                   inbox                            │
 *                                                                    CommittedListener is told
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.chat.room.Membership}, {@link
 * dev.whiteboard.chat.room.Memberships}, {@link dev.whiteboard.chat.room.Chats}, {@link
 * dev.whiteboard.chat.room.ChatChanges}, {@link dev.whiteboard.chat.room.ChatList}.
 *
 * <p>All of this is on the shard of the chat's id, and so is the row of {@code direct_chats} or
 * {@code chat_requests} that it was claimed by. What users are called is in the home, and asked
 * there before or after, never in the transaction. A user's chats are asked of all shards.
 *
 * <p>Locks are taken in this order: a pair of {@code direct_chats} or a key of {@code
 * chat_requests}, the chat's row, its members, the inbox.
 *
 * <p>Threads: all of it blocks and is for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.room;

import org.jspecify.annotations.NullMarked;
