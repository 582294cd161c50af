package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as those behind Kafka are told of it, once at least and each chat's in order: whoever
 * drops what is not behind the last {@code seq} of its chat has it once.
 *
 * @param chat where it is
 * @param seq its place
 * @param kind what it is
 * @param ref the place of the message that it is about; 0 for none
 * @param from who sent it
 * @param device on which device
 * @param at when it was kept, to milliseconds
 * @param body its words as they stood when it was told; empty for those that have none: deleted, or
 *     sealed
 * @param sealed whether it is bytes that nobody but the members can read
 * @param files what is attached
 */
public record OutboxRecord(
    ChatId chat,
    long seq,
    Kind kind,
    long ref,
    UserId from,
    DeviceId device,
    Instant at,
    Optional<String> body,
    boolean sealed,
    List<FileId> files) {
  public OutboxRecord {
    files = List.copyOf(files);
  }
}
