package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import java.time.Instant;
import java.util.List;

/**
 * A message in its place.
 *
 * @param chat where it is
 * @param seq its place: 1, 2, 3 and so on, without a hole, the same for every member
 * @param mid its sender's name for it
 * @param from who sent it
 * @param device on which device
 * @param at when it was kept, to milliseconds; shown, and never what the order comes from
 * @param kind what it is
 * @param ref the sequence number of the message that it is about; 0 for none
 * @param content what it says, with its newest words
 * @param files what is attached
 * @param changedBy the sequence number of its newest edit or deletion; 0 for none
 * @param deleted whether it was deleted; content and files are empty then
 */
public record Message(
    ChatId chat,
    long seq,
    MessageId mid,
    UserId from,
    DeviceId device,
    Instant at,
    Kind kind,
    long ref,
    Content content,
    List<FileId> files,
    long changedBy,
    boolean deleted) {
  public Message {
    files = List.copyOf(files);
  }

  /** The same with the words of an edit. */
  Message edited(Content words, long by) {
    return new Message(chat, seq, mid, from, device, at, kind, ref, words, files, by, deleted);
  }

  /** What is left of it once it is deleted: that it was there. */
  Message erased(long by) {
    return new Message(
        chat, seq, mid, from, device, at, kind, ref, new Content.Nothing(), List.of(), by, true);
  }
}
