package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import java.util.List;

/**
 * A message that has no place in its chat yet. A text may have a {@code ref}: it answers that one.
 *
 * @param chat where it goes
 * @param from who sends it
 * @param device on which device
 * @param mid the device's name for it, the same on each retry
 * @param kind what it is: one that clients send
 * @param ref the sequence number of the message that it is about; 0 for none
 * @param content what it says
 * @param files what is attached to a text, of the sender's own uploads; nothing to the others
 */
public record Draft(
    ChatId chat,
    UserId from,
    DeviceId device,
    MessageId mid,
    Kind kind,
    long ref,
    Content content,
    List<FileId> files) {
  public Draft {
    if (!kind.isSentByClients()) {
      throw new IllegalArgumentException(kind + " is the service's own: see SystemMessages");
    }
    files = List.copyOf(files);
  }
}
