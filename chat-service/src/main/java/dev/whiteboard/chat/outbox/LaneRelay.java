package dev.whiteboard.chat.outbox;

import dev.whiteboard.kit.kafka.KafkaTopic;
import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one lane's messages to Kafka while this node has the lane; on a thread of its own. */
final class LaneRelay implements AutoCloseable {
  /** Messages of one transaction. */
  private static final int BATCH_MAX = 1_000;

  /**
   * After a batch that was not full. Without it a steady trickle would be a transaction of Kafka's
   * and two of PostgreSQL's for each message, on every lane, as fast as they go; and as many of
   * each of its readers. Nobody waits for these: a push has seconds, and people hear of messages by
   * Redis.
   */
  private static final Duration GATHER = Duration.ofMillis(250);

  /** What an empty lane is asked again after: what a lone message waits, at most. */
  private static final Duration POLL = Duration.ofMillis(250);

  /** How long a lane of a node that died, or stands still, waits for another one. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  /** A lease is kept for longer, or asked for, as often. */
  private static final Duration LEASE_CHECK = Duration.ofMillis(1500);

  /** After a failure, before the next attempt. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Longer than a transaction that is under way. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(LaneRelay.class);

  private final Lane lane;
  private final KafkaTopic topic;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** When the oldest message was kept that Kafka does not have yet; null for none. */
  private volatile @Nullable Instant oldestAt;

  // Of the relay's thread alone.
  private @Nullable LanePublisher publisher;
  private Instant leaseCheckedAt = Instant.MAX;
  private boolean leased;
  private boolean away;

  /** Starts. */
  LaneRelay(Lane lane, KafkaTopic topic, InstantSource clock) {
    this.lane = lane;
    this.topic = topic;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("outbox-" + lane.name()).start(this::run);
  }

  /** When the oldest message was kept that this node has still to tell. */
  Optional<Instant> oldestAt() {
    return Optional.ofNullable(oldestAt);
  }

  /** Ends after the batch under way. */
  void beginClose() {
    closing.countDown();
  }

  @Override
  public void close() {
    beginClose();
    Ending.await(thread, CLOSE_MAX);
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        var pause = roundGuarded();
        var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
      end();
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    } finally {
      closePublisher();
    }
  }

  /** Nothing is lost by a failure: what is not deleted is told again. */
  private Duration roundGuarded() throws InterruptedException {
    try {
      var pause = round();
      away = false;
      return pause;
    } catch (InterruptException e) {
      throw e;
    } catch (StoreAwayException | KafkaException e) {
      noteAway(e);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("messages could not be told");
    }
    closePublisher();
    leaseCheckedAt = Instant.MAX; // another node may have taken the lane, and told us so by this
    return PAUSE;
  }

  /** One batch, or a look whether there is one; returns what to wait before the next. */
  private Duration round() throws InterruptedException {
    if (!holdsLease()) {
      closePublisher();
      oldestAt = null;
      return LEASE_CHECK;
    }
    var entries = lane.read(BATCH_MAX);
    oldestAt = entries.isEmpty() ? null : entries.getFirst().message().at();
    if (entries.isEmpty()) {
      return POLL;
    }
    if (publisher == null) {
      // What was read may be told already, by the node that may write until now: read it again.
      publisher = LanePublisher.open(topic, lane.name());
      return Duration.ZERO;
    }
    publisher.publish(entries);
    lane.delete(entries);
    return entries.size() < BATCH_MAX ? GATHER : Duration.ZERO;
  }

  private boolean holdsLease() {
    var now = clock.instant();
    // Also where the clock was set back: it may have been by hours.
    if (now.isBefore(leaseCheckedAt) || !now.isBefore(leaseCheckedAt.plus(LEASE_CHECK))) {
      leased = lane.lease(LEASE);
      leaseCheckedAt = now;
    }
    return leased;
  }

  /** Once an outage, not twice a second. */
  private void noteAway(RuntimeException failure) {
    if (!away) {
      log.atWarn().addKeyValue("reason", failure.toString()).log("messages wait to be told");
    }
    away = true;
  }

  private void end() {
    try {
      lane.giveBack();
    } catch (StoreAwayException e) {
      log.debug("the lease ends by itself", e);
    }
  }

  private void closePublisher() {
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }
}
