package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ClientFrame;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Messages whose words are their place. */
final class TestMessages {
  static final ChatId CHAT = new ChatId(new UUID(1, 1));
  static final ChatId OTHER = new ChatId(new UUID(1, 2));

  private TestMessages() {}

  static Message message(ChatId chat, long seq) {
    return new Message(
        chat,
        seq,
        new MessageId(new UUID(2, seq)),
        new UserId(new UUID(3, 1)),
        new DeviceId(new UUID(4, 1)),
        Instant.EPOCH,
        Kind.TEXT,
        0,
        new Content.Words("m" + seq),
        List.of(),
        0,
        false);
  }

  static ClientFrame.Send send(ChatId chat, int number) {
    return new ClientFrame.Send(
        new MessageId(new UUID(5, number)),
        chat,
        Kind.TEXT,
        0,
        new Content.Words("m" + number),
        List.of());
  }
}
