package dev.whiteboard.chat.log;

import java.util.List;

/** Keeps batches of drafts, all of a batch or nothing. */
@FunctionalInterface
interface BatchStore {
  /**
   * Keeps the drafts, each with the outcome that it would have had alone, in their order. Blocks.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where nobody knows whether they are kept
   * @throws RuntimeException where something in them can't be kept; then nothing is
   */
  Kept keep(List<Draft> drafts);

  /**
   * A batch that is kept.
   *
   * @param outcomes what became of each draft, in their order
   * @param messages the new messages, each chat's by seq
   */
  record Kept(List<Appended> outcomes, List<Message> messages) {
    public Kept {
      outcomes = List.copyOf(outcomes);
      messages = List.copyOf(messages);
    }
  }
}
