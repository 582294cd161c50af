/**
 * What things are called: users, devices, chats, messages, files.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.id.UuidV7}, {@link dev.whiteboard.chat.id.Ids}, then
 * any of the others: they differ in their type alone, so that none is taken for another.
 *
 * <p>Threads: values.
 */
@NullMarked
package dev.whiteboard.chat.id;

import org.jspecify.annotations.NullMarked;
