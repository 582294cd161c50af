package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.Set;

/**
 * Is told of chats that were made, as their log says nothing yet: so that devices that are
 * connected get the first message.
 */
@FunctionalInterface
public interface NewChatListener {
  /** Takes it, without blocking and without throwing; after the commit, on the caller's thread. */
  void joined(ChatId chat, Set<UserId> members);
}
