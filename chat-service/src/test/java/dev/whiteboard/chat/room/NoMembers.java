package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.List;
import java.util.Optional;

/** Chats without anybody. */
public final class NoMembers implements Memberships {
  @Override
  public Optional<Membership> find(ChatId chat, UserId user) {
    return Optional.empty();
  }

  @Override
  public List<Membership> current(ChatId chat) {
    return List.of();
  }
}
