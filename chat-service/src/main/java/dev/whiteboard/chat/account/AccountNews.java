package dev.whiteboard.chat.account;

import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what other nodes have changed, every two seconds, and at once where it is given a hint:
 * one that is lost costs two seconds. On a thread of its own.
 */
public final class AccountNews implements AutoCloseable {
  /** How old what a node knows may be. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(AccountNews.class);

  private final List<Runnable> looks;
  private final Duration every;
  private final Semaphore hints = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("account-news").daemon().unstarted(this::run);
  private volatile boolean closed;

  private AccountNews(List<Runnable> looks, Duration every) {
    this.looks = List.copyOf(looks);
    this.every = every;
  }

  /**
   * Looks once, and from then on by itself.
   *
   * @param looks what reads what there is anew; may block
   * @param every how long it waits for a hint before it looks without one
   * @throws StoreAwayException where the first look fails
   */
  public static AccountNews start(List<Runnable> looks, Duration every) {
    var news = new AccountNews(looks, every);
    looks.forEach(Runnable::run);
    news.thread.start();
    return news;
  }

  /** Somebody says that there is something new. Never blocks; many become one look. */
  public void hint() {
    hints.release();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        var _ = hints.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
        hints.drainPermits();
        looks.forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Runnable look) {
    try {
      look.run();
    } catch (StoreAwayException e) {
      log.debug("left for the next time", e);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("could not look at what is new");
    }
  }
}
