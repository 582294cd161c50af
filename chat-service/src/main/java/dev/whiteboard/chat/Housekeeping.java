package dev.whiteboard.chat;

import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each chore is done once an hour, whichever nodes are there: every node looks once
 * a minute, and who finds one due and says so first does it.
 */
final class Housekeeping implements AutoCloseable {
  /** How often a chore is done. */
  static final Duration EVERY = Duration.ofHours(1);

  /** Between two looks, at random: nodes that start together do not look together for ever. */
  private static final Duration PAUSE_MIN = Duration.ofSeconds(30);

  private static final Duration PAUSE_MAX = Duration.ofSeconds(90);

  /** Longer than the server lets a statement take. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  /**
   * A time that lies ahead was told by a clock that was wrong: it must not stop a chore for long.
   */
  private static final String CLAIM =
      """
      INSERT INTO chores (name, begun_at) VALUES (:name, :now)
      ON CONFLICT (name) DO UPDATE SET begun_at = :now
      WHERE chores.begun_at <= :past OR chores.begun_at > :ahead
      """;

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private final Database database;
  private final List<Chore> chores;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  /** Of these chores; {@link #start} begins. */
  Housekeeping(Database database, List<Chore> chores, InstantSource clock, RandomGenerator random) {
    this.database = database;
    this.chores = List.copyOf(chores);
    this.clock = clock;
    this.random = random;
  }

  /** Begins to look, after a first pause. */
  Housekeeping start() {
    thread.start();
    return this;
  }

  /** Ends after the chore under way. */
  @Override
  public void close() {
    closing.countDown();
    Ending.await(thread, CLOSE_MAX);
  }

  private void run() {
    try {
      while (!closing.await(pauseMs(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long pauseMs() {
    return random.nextLong(PAUSE_MIN.toMillis(), PAUSE_MAX.toMillis());
  }

  /** Does what is due; what fails keeps nothing else from being done. */
  void look() {
    for (var chore : chores) {
      if (closing.getCount() == 0) {
        return;
      }
      try {
        if (claim(chore)) {
          chore.work().run();
        }
      } catch (StoreAwayException e) {
        log.atInfo().addKeyValue("chore", chore.name()).log("left for the next time");
      } catch (RuntimeException e) {
        log.atError().addKeyValue("chore", chore.name()).setCause(e).log("a chore failed");
      }
    }
  }

  private boolean claim(Chore chore) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    return database.query(handle ->
        handle
            .createUpdate(CLAIM)
            .bind("name", chore.name())
            .bind("now", now)
            .bind("past", now.minus(EVERY))
            .bind("ahead", now.plus(EVERY))
            .execute())
        > 0;
  }
}
