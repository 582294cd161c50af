package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client says. */
public sealed interface ClientFrame {
  /**
   * Who is there, and how far it is; again with a new token before the old one expires.
   *
   * @param token who it is; empty where the handshake brought it
   * @param device must be the token's; empty to leave it to the token
   * @param cursors the newest sequence number that it has of each chat
   */
  record Hello(Optional<String> token, Optional<DeviceId> device, Map<ChatId, Long> cursors)
      implements ClientFrame {
    public Hello {
      cursors = Map.copyOf(cursors);
    }
  }

  /**
   * A message, to be given its place.
   *
   * @param mid its name, the same on each retry
   * @param chat where it goes
   * @param kind what it is
   * @param ref the message that it is about; 0 for none
   * @param content what it says
   * @param files what is attached
   */
  record Send(MessageId mid, ChatId chat, Kind kind, long ref, Content content, List<FileId> files)
      implements ClientFrame {
    public Send {
      files = List.copyOf(files);
    }
  }

  /**
   * It has all messages up to one.
   *
   * @param chat of which chat
   * @param upto the newest of them
   */
  record Ack(ChatId chat, long upto) implements ClientFrame {}

  /**
   * Its user has seen all messages up to one.
   *
   * @param chat of which chat
   * @param upto the newest of them
   */
  record Read(ChatId chat, long upto) implements ClientFrame {}

  /**
   * It lacks messages.
   *
   * @param chat of which chat
   * @param after the newest that it has without a hole
   * @param limit how many it takes at a time
   */
  record Sync(ChatId chat, long after, int limit) implements ClientFrame {}

  /**
   * Its user is writing.
   *
   * @param chat in which chat
   */
  record Typing(ChatId chat) implements ClientFrame {}

  /**
   * It shows these users, and wants to know who of them is there; instead of those of the frame
   * before.
   *
   * @param users whom
   */
  record Presence(List<UserId> users) implements ClientFrame {
    public Presence {
      users = List.copyOf(users);
    }
  }

  /** It is there. */
  record Ping() implements ClientFrame {}
}
