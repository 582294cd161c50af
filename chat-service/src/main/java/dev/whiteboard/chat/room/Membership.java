package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;

/**
 * That a user is, or was, in a chat.
 *
 * @param chat the chat
 * @param user the user
 * @param role what he may do there
 * @param joinedSeq he sees what comes behind this
 * @param leftSeq and nothing behind this; {@link Long#MAX_VALUE} while he is a member
 */
public record Membership(ChatId chat, UserId user, Role role, long joinedSeq, long leftSeq) {
  /** What a member may do. */
  public enum Role {
    /** Speak, read, leave. */
    MEMBER(0),
    /** Add and remove members as well. */
    ADMIN(1);

    private final int code;

    Role(int code) {
      this.code = code;
    }

    /** As it is kept. */
    public int code() {
      return code;
    }

    /** The one that is kept so. */
    public static Role of(int code) {
      return code == ADMIN.code ? ADMIN : MEMBER;
    }
  }

  /** Whether he is a member now. */
  public boolean isCurrent() {
    return leftSeq == Long.MAX_VALUE;
  }

  /** Whether he may see the message with this sequence number. */
  public boolean sees(long seq) {
    return joinedSeq < seq && seq <= leftSeq;
  }
}
