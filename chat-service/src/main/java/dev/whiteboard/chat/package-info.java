/**
 * The chat: messages that are durable before they are acknowledged, in one order for all members,
 * and on each screen once, whatever dies between.
 */
@NullMarked
package dev.whiteboard.chat;

import org.jspecify.annotations.NullMarked;
