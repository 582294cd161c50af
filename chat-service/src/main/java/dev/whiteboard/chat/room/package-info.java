/**
 * Chats and who is in them.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.room.Membership}, {@link
 * dev.whiteboard.chat.room.Memberships}.
 *
 * <p>Threads: all of it blocks and is for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.room;

import org.jspecify.annotations.NullMarked;
