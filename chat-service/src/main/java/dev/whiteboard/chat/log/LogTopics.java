package dev.whiteboard.chat.log;

import dev.whiteboard.kit.kafka.KafkaTopic;
import java.time.Duration;
import java.util.UUID;

/**
 * The two topics of the log that goes through Kafka: drafts on their way to a sequencer, and
 * answers on their way back. Each shard has topics of its own: a sequencer takes drafts one after
 * the other, and would take none at all while one of two databases is away.
 */
public final class LogTopics implements AutoCloseable {
  /** As many sequencers can share the work. More later would let a chat's drafts overtake. */
  private static final int DRAFT_PARTITIONS = 8;

  /** A node reads one of them: with more nodes than this, some read answers of others too. */
  private static final int ANSWER_PARTITIONS = 8;

  /** Drafts wait so long for a sequencer. Whoever sent one has sent it again by then. */
  private static final Duration DRAFTS_RETENTION = Duration.ofDays(1);

  /** Answers are of use for seconds. */
  private static final Duration ANSWERS_RETENTION = Duration.ofHours(1);

  private final String prefix;
  private final KafkaTopic drafts;
  private final KafkaTopic answers;

  /**
   * A shard's, on this cluster. Asks for nothing yet.
   *
   * @param prefix of the service's topics; the home's have no other
   * @param shard its number, from 0
   */
  public static LogTopics ofShard(String bootstrapServers, String prefix, int shard) {
    return new LogTopics(bootstrapServers, shard == 0 ? prefix : prefix + "shard-" + shard + ".");
  }

  /**
   * The only ones, on this cluster. Asks for nothing yet.
   *
   * @param prefix of the service's topics
   */
  public LogTopics(String bootstrapServers, String prefix) {
    this.prefix = prefix;
    this.drafts =
        new KafkaTopic(bootstrapServers, prefix + "drafts", DRAFT_PARTITIONS, DRAFTS_RETENTION);
    this.answers =
        new KafkaTopic(
            bootstrapServers, prefix + "sequenced", ANSWER_PARTITIONS, ANSWERS_RETENTION);
  }

  /** The group of the nodes that share the sequencers' work. */
  public String group() {
    return prefix + "sequencer";
  }

  KafkaTopic drafts() {
    return drafts;
  }

  KafkaTopic answers() {
    return answers;
  }

  /** The partition in which a node finds its answers. */
  static int answersOf(UUID node) {
    return Math.floorMod(node.getLeastSignificantBits(), ANSWER_PARTITIONS);
  }

  /**
   * Makes both where they are not there. Blocks.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka is away
   */
  void ensure() throws InterruptedException {
    drafts.ensure();
    answers.ensure();
  }

  @Override
  public void close() {
    drafts.close();
    answers.close();
  }
}
