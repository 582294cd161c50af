package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.UserId;
import java.util.List;

/** Why a chat is not made, or not changed. */
public sealed interface Refusal {
  /** There is no such chat, or who asks is no member: he is not told which. */
  record NotThere() implements Refusal {}

  /** Only an admin may do this. */
  record NotAdmin() implements Refusal {}

  /** A direct chat stays as it is. */
  record Direct() implements Refusal {}

  /** A direct chat takes two. */
  record WithOneself() implements Refusal {}

  /** There would be more members than {@link Chats#MEMBERS_MAX}. */
  record TooMany() implements Refusal {}

  /** Who is to be removed is no member. */
  record NoMember() implements Refusal {}

  /** The key came before, with another request. */
  record KeyReused() implements Refusal {}

  /**
   * Nobody has these ids.
   *
   * @param users the ids
   */
  record Unknown(List<UserId> users) implements Refusal {
    public Unknown {
      users = List.copyOf(users);
    }
  }
}
