/**
 * The log of each chat: what gives a message its place, and keeps it.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.log.MessageLog}, {@link
 * dev.whiteboard.chat.log.Draft}, {@link dev.whiteboard.chat.log.Appended}, {@link
 * dev.whiteboard.chat.log.Message}.
 *
 * <p>Threads: an append is asynchronous; reads block and are for virtual threads.
 */
@NullMarked
package dev.whiteboard.chat.log;

import org.jspecify.annotations.NullMarked;
