/**
 * One client's connection: who it is, what it is sent, what it asks for, and how it ends.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.session.Connection}, {@link
 * dev.whiteboard.chat.session.Admission} for what happens when all come at once, {@code
 * ChatsLoader}, {@code Outbound} for what a slow client gets, {@code Requests} for sends and syncs,
 * {@link dev.whiteboard.chat.session.SessionSettings}.
 *
 * <p>Threads: a connection belongs to its event loop; reading a user's chats and parts of a log
 * runs on virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.session;

import org.jspecify.annotations.NullMarked;
