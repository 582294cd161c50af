package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.kit.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The log in PostgreSQL: a chat's row is locked, its next sequence numbers are taken, and messages,
 * outbox and the new head are committed together. Drafts of many senders share a transaction: a
 * batch is whatever came in while the batch before it was committed.
 */
public final class PostgresLog implements MessageLog, AutoCloseable {
  /*
   * What a batch costs: four round trips (lock the chats, ask about the drafts, write, commit; two
   * more where something is edited or deleted) and one wait for the disk, whether it is of 1 or of
   * 256 drafts. On top of that comes for each draft: two probes of an index to know it (was it here
   * before, is its sender a member), one row with two index entries for the message, one with one
   * for the outbox. So a lone send takes some 2 ms, and under load a batch grows until what comes
   * in during a commit is what a commit takes. One transaction a draft would be the four round
   * trips and the wait each: some hundreds a second, and in one chat one after the other.
   *
   *   append ──┐                       ┌▸ writer 1 ─▸ lock, ask, write, commit ─▸ tell each sender,
   *   append ──┼─▸ by hash of the chat ┼▸ writer 2        then the listener
   *   append ──┘                       └▸ writer n
   *
   * The order of one chat is that of its row's lock, over all nodes. On this node a chat has one
   * writer: its drafts keep the order of the calls, and no two writers wait for one lock. Over
   * nodes they may: a batch locks its chats in the order of their ids, so that none waits in a ring.
   *
   * A retry is known by (chat, device, mid), which is looked up under the lock. So whoever died in
   * between, before or after his commit: sent again, it is there once.
   */

  /**
   * Each has a connection while it writes: while one waits for the disk, the other works. More of
   * them write more batches of fewer messages, and it is batches that cost.
   */
  static final int WRITERS = 2;

  /** Below the patience of a client, above the deadline of one statement of the store. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(6);

  private final LogReads reads;
  private final List<BatchWriter> writers = new ArrayList<>();

  /**
   * Starts the writers.
   *
   * @param database the log's own: see {@link LogDatabase}
   * @param reads the one that requests read from, so that no send waits behind them
   * @param clock for when messages are kept
   * @param listener is told of what this node commits
   */
  public PostgresLog(
      Database database, Database reads, InstantSource clock, CommittedListener listener) {
    this.reads = new LogReads(reads);
    var keeper = new BatchKeeper(new PostgresStore(database, clock), listener);
    for (var i = 1; i <= WRITERS; i++) {
      writers.add(new BatchWriter("log-writer-" + i, keeper));
    }
  }

  @Override
  public CompletionStage<Appended> append(Draft draft) {
    var waiting = Waiting.within(draft, WAIT_MAX);
    writers.get(Math.floorMod(draft.chat().hashCode(), WRITERS)).accept(waiting);
    return waiting.outcome();
  }

  @Override
  public List<Message> read(ChatId chat, SeqRange range) {
    return reads.read(chat, range);
  }

  @Override
  public Map<ChatId, Long> heads(Collection<ChatId> chats) {
    return reads.heads(chats);
  }

  /** Keeps what waits, within some seconds, and ends. */
  @Override
  public void close() {
    writers.forEach(BatchWriter::beginClose);
    writers.forEach(BatchWriter::close);
  }
}
