package dev.whiteboard.chat.push;

import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, now and then, what nobody needs any more. */
final class Tidying implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Tidying.class);

  private final Subscriptions subscriptions;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Starts. */
  Tidying(Subscriptions subscriptions, DeadLetters deadLetters, InstantSource clock) {
    this.subscriptions = subscriptions;
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("push-tidying").start(this::run);
  }

  @Override
  public void close() {
    closing.countDown();
    Ending.await(thread, CLOSE_MAX);
  }

  private void run() {
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        tidy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tidy() {
    try {
      subscriptions.forgetOld(clock.instant());
      deadLetters.forgetOld(clock.instant());
    } catch (StoreAwayException e) {
      log.debug("left for the next time", e);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("could not tidy up");
    }
  }
}
