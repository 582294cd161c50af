package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import java.util.List;
import java.util.Optional;

/** Tells who is in which chat. Blocks; asks the database, so that it is true when it answers. */
public interface Memberships {
  /**
   * A user's membership, also one that has ended.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be told now
   */
  Optional<Membership> find(ChatId chat, UserId user);

  /**
   * All members of a chat at the moment, in the order in which they joined.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be told now
   */
  List<Membership> current(ChatId chat);
}
