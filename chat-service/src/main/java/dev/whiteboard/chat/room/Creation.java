package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;

/** What became of a chat to be made. */
public sealed interface Creation {
  /**
   * It stands.
   *
   * @param chat the chat
   * @param isNew whether it did not stand before
   */
  record Made(ChatId chat, boolean isNew) implements Creation {}

  /**
   * It is not made.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements Creation {}
}
