package dev.whiteboard.chat.session;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;

/** Takes how far members are. */
public interface Marks {
  /** All up to this is on a device of the user. Never blocks. */
  void delivered(ChatId chat, UserId user, long upto);

  /** All up to this the user has seen. Never blocks. */
  void read(ChatId chat, UserId user, long upto);
}
