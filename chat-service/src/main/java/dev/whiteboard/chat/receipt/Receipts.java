package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.session.Marks;
import dev.whiteboard.kit.shard.Shards;

/**
 * Takes in how far members are, has it written, and those told who care. Each database has a writer
 * of its own: what clients say of its chats while it is away is written once it is back, and nobody
 * else's marks wait for that.
 */
public final class Receipts implements Marks, AutoCloseable {
  private final Shards<MarkWriter> writers;

  /**
   * What it takes.
   *
   * @param stores where marks are kept, each its chats'
   * @param teller tells this node's connections
   * @param outgoing tells the other nodes
   * @param meters what is counted, of all of them
   */
  public record Parts(
      Shards<MarkStore> stores, ReceiptTeller teller, Outgoing outgoing, ReceiptMeters meters) {}

  private Receipts(Shards<MarkWriter> writers) {
    this.writers = writers;
  }

  /** Begins to write. */
  public static Receipts start(Parts parts) {
    return new Receipts(parts.stores().map(store -> MarkWriter.start(store, parts)));
  }

  @Override
  public void delivered(ChatId chat, UserId user, long upto) {
    note(chat, user, new Mark(upto, 0));
  }

  @Override
  public void read(ChatId chat, UserId user, long upto) {
    note(chat, user, new Mark(upto, upto));
  }

  private void note(ChatId chat, UserId user, Mark mark) {
    writers.of(chat.value()).note(new Member(chat, user), mark);
  }

  /** Writes what waits, where PostgreSQL is there, and ends. */
  @Override
  public void close() {
    writers.forAll(MarkWriter::close);
  }
}
