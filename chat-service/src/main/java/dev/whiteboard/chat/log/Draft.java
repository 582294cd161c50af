package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import java.util.List;

/**
 * A message that has no place in its chat yet.
 *
 * @param chat where it goes
 * @param from who sends it
 * @param device on which device
 * @param mid the device's name for it, the same on each retry
 * @param kind what it is
 * @param ref the sequence number of the message that it is about; 0 for none
 * @param content what it says
 * @param files what is attached, of the sender's own uploads
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
    files = List.copyOf(files);
  }
}
