package dev.whiteboard.chat.room;

import dev.whiteboard.chat.account.User;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.room.Membership.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A chat as one of its members sees it in the list of his chats.
 *
 * @param chat the chat
 * @param own where he stands in it
 * @param others some of the other members
 * @param unread how many messages of others there are behind his mark, counted over the next {@link
 *     #UNREAD_COUNTED} of the chat
 * @param last the newest message that says something; empty where none of the last few does
 */
public record ChatView(Facts chat, Own own, List<User> others, int unread, Optional<Last> last) {
  /** How far ahead of the mark is looked for what is unread. */
  public static final int UNREAD_COUNTED = 200;

  public ChatView {
    others = List.copyOf(others);
  }

  /**
   * What all members see alike.
   *
   * @param id the chat
   * @param kind what it is
   * @param encrypted whether its messages are bytes that the service can't read
   * @param title of a group that has one
   * @param createdAt when it was made
   * @param members how many it has
   * @param lastSeq the sequence number of its newest message
   */
  public record Facts(
      ChatId id,
      ChatKind kind,
      boolean encrypted,
      Optional<String> title,
      Instant createdAt,
      int members,
      long lastSeq) {}

  /**
   * Where a member stands.
   *
   * @param role what he may do
   * @param joinedSeq he sees what comes behind this
   * @param deliveredSeq all up to this was delivered
   * @param readSeq and up to this read
   */
  public record Own(Role role, long joinedSeq, long deliveredSeq, long readSeq) {}

  /**
   * A member as the others see him.
   *
   * @param user who it is
   * @param standing where he stands
   */
  public record Member(User user, Own standing) {}

  /**
   * The newest message, in short.
   *
   * @param seq its place
   * @param from who sent it
   * @param at when it was kept
   * @param kind what it is
   * @param words how it begins; empty where it was deleted, or is encrypted
   * @param deleted whether it was deleted
   */
  public record Last(
      long seq, UserId from, Instant at, Kind kind, Optional<String> words, boolean deleted) {}
}
