package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;

/**
 * A user in a chat.
 *
 * @param chat which chat
 * @param user who
 */
public record Member(ChatId chat, UserId user) {}
