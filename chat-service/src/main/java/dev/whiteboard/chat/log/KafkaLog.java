package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.kafka.GroupReader;
import dev.whiteboard.chat.kafka.KafkaLoop;
import dev.whiteboard.kit.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The log by way of Kafka: a draft is produced to a partition of its chat, a sequencer gives it its
 * place, and the answer comes back to the node that waits. The same promise as {@link PostgresLog}
 * and the same tables, and made to be measured beside it.
 */
public final class KafkaLog implements MessageLog, AutoCloseable {
  /*
   *   node A  append ─▸ drafts, key = chat ─▸ sequencer of that partition (node B)
   *                                              │ one transaction: places, messages, outbox
   *                                              ▾
   *   node A  outcome ◂─ sequenced, A's partition ◂┘
   *
   * What it gains: a chat has one writer over all nodes, so no row is locked by anybody who then
   * waits for somebody else, and Kafka is a buffer before the database. What it costs: two hops
   * through Kafka and a wait for the disk in each, on top of the transaction, which is the same;
   * a dead sequencer's chats stand still until the group has noticed (seconds); and it needs both
   * Kafka and PostgreSQL where the other way needs one. A partition is not enough as a fence: who
   * has lost one and does not know it yet goes on writing. Hence FencedStore.
   *
   * Why answers come back by a topic. The sequencer does not know the waiting node's address, and
   * a node must not poll the tables for each draft. Each node reads one partition of answers, from
   * its end, in no group; answers of other nodes in it are passed over. An answer that gets lost,
   * with its producer or because the node was not reading, is a draft that nobody was told of: it
   * is sent again and found.
   */

  /** As {@link PostgresLog}'s: below the patience of a client. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(6);

  private final LogReads reads;
  private final KafkaSender sender;
  private final Requests requests;
  private final KafkaLoop answers;
  private final KafkaLoop sequencer;

  /**
   * What it works with.
   *
   * @param database the log's own: see {@link LogDatabase}
   * @param reads the one that requests read from
   * @param topics closed by the caller, after this
   * @param group of the nodes that share the work
   * @param node this node's name, of no other and of none before
   */
  public record Parts(
      Database database, Database reads, LogTopics topics, String group, UUID node) {}

  /**
   * Starts to read answers, and to be one of the sequencers.
   *
   * @param clock for when messages are kept
   * @param listener is told of what this node's sequencer commits: each message on one node, which
   *     need not be the one that it was sent to
   */
  public KafkaLog(Parts parts, InstantSource clock, CommittedListener listener) {
    var topics = parts.topics();
    var keeper = new BatchKeeper(new FencedStore(parts.database(), clock), listener);
    reads = new LogReads(parts.reads());
    sender = new KafkaSender(topics);
    requests = new Requests(parts.node(), sender::send);
    answers =
        new KafkaLoop(
            "log-answers",
            topics::ensure,
            AnswerReader.settings(topics),
            new AnswerReader(topics, parts.node(), requests));
    sequencer =
        new KafkaLoop(
            "log-sequencer",
            topics::ensure,
            GroupReader.settings(topics.drafts(), parts.group(), Sequencer.BATCH_MAX),
            new GroupReader(topics.drafts(), new Sequencer(keeper, sender), _ -> {}));
  }

  @Override
  public CompletionStage<Appended> append(Draft draft) {
    var waiting = Waiting.within(draft, WAIT_MAX);
    requests.accept(waiting);
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

  /** Ends, within some seconds, after the batch under way; what waits is not told. */
  @Override
  public void close() {
    requests.close();
    sequencer.close();
    answers.close();
    sender.close();
  }
}
