package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.time.Instant;

/**
 * A message that was found.
 *
 * @param chat where it is
 * @param seq its place there
 * @param from who said it
 * @param at when it was kept, to milliseconds
 * @param excerpt what to show of it
 */
public record Hit(ChatId chat, long seq, UserId from, Instant at, Excerpt excerpt) {}
