package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import java.util.List;

/**
 * What a batch of drafts comes to, before anything of it is written.
 *
 * @param outcomes what became of each draft, in their order
 * @param messages the new messages as they stand at the end of the batch, each chat's by seq
 * @param changes what became of older messages, each of them once
 * @param moves the chats that grew
 */
record BatchPlan(
    List<Appended> outcomes, List<Message> messages, List<Change> changes, List<Move> moves) {
  BatchPlan {
    outcomes = List.copyOf(outcomes);
    messages = List.copyOf(messages);
    changes = List.copyOf(changes);
    moves = List.copyOf(moves);
  }

  /**
   * An older message is edited or deleted.
   *
   * @param chat its chat
   * @param seq its place
   * @param words its newest words; nothing where it is deleted
   * @param by the place of the edit or deletion
   * @param deleted whether it is deleted
   */
  record Change(ChatId chat, long seq, Content words, long by, boolean deleted) {}

  /**
   * A chat grows.
   *
   * @param chat which
   * @param from the last place that was taken before
   * @param to the last one now
   */
  record Move(ChatId chat, long from, long to) {}
}
