package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Message;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the service says. */
public sealed interface ServerFrame {
  /**
   * The first: the client is known.
   *
   * @param session the sign-in that its token is of
   * @param node who serves it
   * @param heartbeatMs how often it is to be heard
   * @param windowMax messages it may leave unacknowledged before it is told of gaps instead
   * @param frameBytesMax a longer frame of it is refused
   */
  record Welcome(SessionId session, String node, long heartbeatMs, int windowMax, int frameBytesMax)
      implements ServerFrame {}

  /**
   * A message of this client has its place, durably.
   *
   * @param mid its name
   * @param chat where it is
   * @param seq its place
   * @param at when it was kept
   * @param dup whether it was there already
   */
  record Sent(MessageId mid, ChatId chat, long seq, Instant at, boolean dup)
      implements ServerFrame {}

  /**
   * A message of a chat.
   *
   * @param message the message
   */
  record Msg(Message message) implements ServerFrame {}

  /**
   * How far a member is; both only ever grow.
   *
   * @param chat in which chat
   * @param user who
   * @param delivered up to this it is on one of his devices
   * @param read up to this he has seen it
   */
  record Receipt(ChatId chat, UserId user, long delivered, long read) implements ServerFrame {}

  /**
   * Whether somebody is there.
   *
   * @param user who
   * @param state online, offline or unknown
   * @param since since when, as far as that is known
   */
  record Presence(UserId user, State state, Optional<Instant> since) implements ServerFrame {
    /** What is known of somebody. */
    public enum State {
      /** A device of his is connected. */
      ONLINE,
      /** None is, for longer than a change of networks takes. */
      OFFLINE,
      /** Nobody can tell at the moment. */
      UNKNOWN
    }
  }

  /**
   * Somebody is writing; good for a few seconds.
   *
   * @param chat where
   * @param user who
   */
  record Typing(ChatId chat, UserId user) implements ServerFrame {}

  /**
   * There are messages that are not sent by themselves: fetch them.
   *
   * @param chat in which chat
   * @param from the first
   * @param to the last
   */
  record Gap(ChatId chat, long from, long to) implements ServerFrame {}

  /**
   * The answer to a {@link ClientFrame.Sync} is complete.
   *
   * @param chat of which chat
   * @param after what was sent begins behind this: what was asked, or, where that is later, where
   *     the asker's membership begins, before which there is nothing for him
   * @param upto the last that was sent; {@code after} where none was
   * @param head the newest that there is
   */
  record Synced(ChatId chat, long after, long upto, long head) implements ServerFrame {}

  /**
   * A frame of the client can't be done.
   *
   * @param mid the message that it is about
   * @param chat the chat whose messages were asked for
   * @param code why, for programs
   * @param detail why, for people
   * @param retryable whether the same may be sent again
   * @param retryAfterMs not before so long; 0 where it does not matter
   */
  record Failed(
      Optional<MessageId> mid,
      Optional<ChatId> chat,
      String code,
      String detail,
      boolean retryable,
      long retryAfterMs)
      implements ServerFrame {
    /** Not about a chat as a whole. */
    public Failed(
        Optional<MessageId> mid, String code, String detail, boolean retryable, long retryAfterMs) {
      this(mid, Optional.empty(), code, detail, retryable, retryAfterMs);
    }
  }

  /**
   * The last: the connection ends.
   *
   * @param code as the close frame behind it
   * @param reconnect whether to come back
   * @param afterMs not before so long
   */
  record Bye(int code, boolean reconnect, long afterMs) implements ServerFrame {}

  /**
   * The answer to a ping.
   *
   * @param heads the newest sequence number of each chat of which this client has not acknowledged
   *     all; mostly none
   */
  record Pong(Map<ChatId, Long> heads) implements ServerFrame {
    public Pong {
      heads = Map.copyOf(heads);
    }
  }
}
