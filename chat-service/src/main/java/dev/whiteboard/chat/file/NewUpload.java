package dev.whiteboard.chat.file;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;

/**
 * What somebody wants to upload.
 *
 * @param chat where it belongs
 * @param owner who uploads it: a member of the chat
 * @param name what he calls it
 * @param metadata what he said about it, as it is told him again
 * @param length how many bytes it will have
 */
public record NewUpload(ChatId chat, UserId owner, FileName name, String metadata, long length) {}
