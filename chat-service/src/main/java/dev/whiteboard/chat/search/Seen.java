package dev.whiteboard.chat.search;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.room.Membership;
import dev.whiteboard.chat.room.UserChats.UserChat;

/**
 * What of a chat somebody sees.
 *
 * @param chat which
 * @param after he sees what comes behind this
 * @param upto and nothing behind this
 */
public record Seen(ChatId chat, long after, long upto) {
  /** Of a member, or of who was one. */
  public static Seen by(Membership membership) {
    return new Seen(membership.chat(), membership.joinedSeq(), membership.leftSeq());
  }

  /** Of a chat that a user is in. */
  public static Seen of(UserChat chat) {
    return new Seen(chat.chat(), chat.joinedSeq(), Long.MAX_VALUE);
  }
}
