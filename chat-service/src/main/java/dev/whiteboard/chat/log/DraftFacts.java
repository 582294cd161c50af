package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the tables tell about one draft.
 *
 * @param first where the same device's draft of the same mid is already; null for nowhere
 * @param joinedSeq the sender sees what comes behind this; null where he is no member
 * @param target the message that an edit or a deletion is about; null where that is not there
 * @param files how many different files of it are whole, the sender's, and of this chat
 */
record DraftFacts(
    @Nullable Place first, @Nullable Long joinedSeq, @Nullable Target target, int files) {
  /** The same of a draft that is about this message. */
  DraftFacts about(@Nullable Target message) {
    return new DraftFacts(first, joinedSeq, message, files);
  }

  /** The same of a draft that has so many files that it may have. */
  DraftFacts withFiles(int count) {
    return new DraftFacts(first, joinedSeq, target, count);
  }

  /**
   * Where a draft went.
   *
   * @param seq its place
   * @param at when
   */
  record Place(long seq, Instant at) {}

  /**
   * A message that another one is about.
   *
   * @param from who sent it
   * @param kind what it is
   * @param deleted whether it was deleted
   */
  record Target(UserId from, Kind kind, boolean deleted) {
    static Target of(Message message) {
      return new Target(message.from(), message.kind(), message.deleted());
    }
  }
}
