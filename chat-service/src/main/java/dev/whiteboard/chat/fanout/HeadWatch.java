package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Gatherers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the log every few seconds how far the chats are that are watched here, and who has come into
 * one: whatever hint was lost, this finds what it was about. While Redis is away there are no
 * hints, and it asks more often. A shard that is away leaves the others' chats to be asked about.
 */
public final class HeadWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration EVERY_WITHOUT_REDIS = Duration.ofMillis(500);

  /** Further back than one pause, however long a look takes. */
  private static final Duration JOINS_WITHIN = Duration.ofSeconds(30);

  /** Chats that are asked about at a time. */
  private static final int CHATS_MAX = 2_000;

  private static final Duration EVENT_LOOPS_WAIT_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(HeadWatch.class);

  private final Parts parts;
  private final Thread thread;

  /**
   * What it takes.
   *
   * @param switchboard who watches what
   * @param logs how far chats are, each its own
   * @param userChats who came into one, of each shard's
   * @param redis whether there are hints
   */
  public record Parts(
      Switchboard switchboard, Shards<MessageLog> logs, Shards<UserChats> userChats, Redis redis) {}

  private HeadWatch(Parts parts) {
    this.parts = parts;
    this.thread = Thread.ofVirtual().name("head-watch").unstarted(this::run);
  }

  /** Begins. */
  public static HeadWatch start(Parts parts) {
    var watch = new HeadWatch(parts);
    watch.thread.start();
    return watch;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pause();
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void pause() throws InterruptedException {
    var rest = EVERY;
    while (rest.isPositive() && hasRedis()) {
      TimeUnit.MILLISECONDS.sleep(EVERY_WITHOUT_REDIS.toMillis());
      rest = rest.minus(EVERY_WITHOUT_REDIS);
    }
    if (rest.isPositive()) {
      TimeUnit.MILLISECONDS.sleep(EVERY_WITHOUT_REDIS.toMillis());
    }
  }

  private boolean hasRedis() throws InterruptedException {
    try {
      parts.redis.ping();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.debug("Redis is away", e);
      return false;
    }
  }

  private void look() throws InterruptedException {
    try {
      var known = known();
      parts.logs.forAll(messages -> guarded(() -> lookAtHeads(messages, known)));
      parts.userChats.forAll(joins -> guarded(() -> lookAtJoins(joins)));
    } catch (TimeoutException e) {
      log.debug("left for the next time", e);
    } catch (ExecutionException | RuntimeException e) {
      log.atWarn().setCause(e).log("could not ask which chats are watched");
    }
  }

  /** Whoever can't be asked keeps nobody from being asked next. */
  private static void guarded(Runnable question) {
    try {
      question.run();
    } catch (StoreAwayException e) {
      log.debug("left for the next time", e);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("could not look at a shard's chats");
    }
  }

  private Map<ChatId, Long> known()
      throws InterruptedException, ExecutionException, TimeoutException {
    return parts.switchboard.heads().get(EVENT_LOOPS_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookAtHeads(MessageLog messages, Map<ChatId, Long> known) {
    known.keySet().stream()
        .filter(chat -> parts.logs.of(chat.value()).equals(messages))
        .gather(Gatherers.windowFixed(CHATS_MAX))
        .forEachOrdered(chats -> lookAtHeads(messages, chats, known));
  }

  private void lookAtHeads(MessageLog messages, List<ChatId> chats, Map<ChatId, Long> known) {
    var ahead = new HashMap<>(messages.heads(chats));
    ahead.entrySet().removeIf(head -> head.getValue() <= known.getOrDefault(head.getKey(), 0L));
    if (!ahead.isEmpty()) {
      parts.switchboard.place(ahead);
    }
  }

  private void lookAtJoins(UserChats userChats) {
    var joins = userChats.joined(JOINS_WITHIN);
    parts.switchboard.onEach(
        hub -> joins.forEach(join -> hub.joined(join.user(), join.membership())));
  }
}
