package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.run.Ending;
import dev.whiteboard.kit.store.StoreAwayException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pushes that are due and has them told: one thread takes, a bounded number tells.
 *
 * <p>Nodes take by turns, whoever comes first, and never the same. What a node has taken is its own
 * for the time of a lease; so it takes only as much as its senders have before them.
 */
final class PushWorkers implements AutoCloseable {
  /** Pushes that wait in a node, for each sender. */
  private static final int WAITING_FOR_SENDER = 4;

  /** What is due now waits so long at most to be taken, where nothing else is. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

  /** For a push under way; what takes longer is cut off, and told again by another node. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(PushWorkers.class);

  private final PushRows rows;
  private final PushDelivery delivery;
  private final PushMeters meters;
  private final PushTimes times;
  private final UuidV7 ids;
  private final LongSupplier nanos;
  private final Line line;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread taker;
  private final List<Thread> senders;

  // Of the taker's thread alone.
  private long countedNanos;
  private boolean away;

  /**
   * What it works with.
   *
   * @param ids name leases
   * @param nanos a stopwatch
   * @param senders how many pushes are told at once
   */
  record Parts(
      PushRows rows,
      PushDelivery delivery,
      PushMeters meters,
      PushTimes times,
      UuidV7 ids,
      LongSupplier nanos,
      int senders) {}

  /** Starts. */
  PushWorkers(Parts parts) {
    this.rows = parts.rows;
    this.delivery = parts.delivery;
    this.meters = parts.meters;
    this.times = parts.times;
    this.ids = parts.ids;
    this.nanos = parts.nanos;
    this.line = new Line(WAITING_FOR_SENDER * parts.senders);
    this.countedNanos = parts.nanos.getAsLong() - COUNT_EVERY.toNanos();
    this.senders =
        IntStream.range(0, parts.senders)
            .mapToObj(number -> Thread.ofVirtual().name("push-" + number).start(this::send))
            .toList();
    this.taker = Thread.ofVirtual().name("push-taker").start(this::take);
  }

  /** Ends after the pushes under way; what still waited here, others may take at once. */
  @Override
  public void close() {
    closing.countDown();
    Ending.await(taker, CLOSE_MAX);
    var left = line.close();
    var endNanos = nanos.getAsLong() + CLOSE_MAX.toNanos();
    senders.forEach(sender -> Ending.await(sender, until(endNanos)));
    try {
      rows.giveBack(left);
    } catch (StoreAwayException e) {
      log.debug("the leases end by themselves", e);
    }
  }

  private Duration until(long endNanos) {
    return Duration.ofNanos(Math.max(0, endNanos - nanos.getAsLong()));
  }

  private void take() {
    try {
      while (closing.getCount() > 0) {
        var _ = closing.await(takeGuarded().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration takeGuarded() throws InterruptedException {
    try {
      var pause = takeSome();
      away = false;
      return pause;
    } catch (StoreAwayException e) {
      if (!away) {
        log.atWarn().addKeyValue("reason", e.toString()).log("pushes wait");
      }
      away = true;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("pushes could not be taken");
    }
    return PAUSE;
  }

  /** Takes as many as find room; returns what to wait before the next. */
  private Duration takeSome() throws InterruptedException {
    countNowAndThen();
    line.dropEnded(nanos.getAsLong());
    var room = line.awaitRoom(POLL);
    if (room == 0) {
      return Duration.ZERO;
    }
    var taken = rows.take(room, ids.next());
    line.add(taken);
    return taken.size() < room ? POLL : Duration.ZERO;
  }

  private void countNowAndThen() {
    if (nanos.getAsLong() - countedNanos >= COUNT_EVERY.toNanos()) {
      meters.waiting(rows.waiting());
      countedNanos = nanos.getAsLong();
    }
  }

  private void send() {
    try {
      for (var next = line.next(); next.isPresent(); next = line.next()) {
        sendGuarded(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One whose lease might end on the way is left to who takes it then. */
  private void sendGuarded(Taken push) {
    if (push.leaseEndNanos() - nanos.getAsLong() < times.send().toNanos() * 3 / 2) {
      return;
    }
    try {
      delivery.deliver(push);
    } catch (StoreAwayException e) {
      log.debug("left to who takes it next", e);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a push could not be told");
    }
  }
}
