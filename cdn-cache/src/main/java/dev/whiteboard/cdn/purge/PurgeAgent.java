package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.InvalidationLog.End;
import dev.whiteboard.cdn.purge.Letter.Ack;
import dev.whiteboard.cdn.purge.Letter.Answer;
import dev.whiteboard.cdn.purge.Letter.Ask;
import dev.whiteboard.cdn.purge.Letter.Gift;
import dev.whiteboard.cdn.purge.Letter.Pull;
import dev.whiteboard.cdn.purge.Letter.Tell;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Has every invalidation applied on one node, exactly once, and helps others to the same. The
 * control plane has one too, with nothing to apply to.
 *
 * <p>What a node's proxy needs of it:
 *
 * <ol>
 *   <li>{@link #epoch} goes up with each request to a parent, read after the fill's fence was
 *       taken.
 *   <li>{@link #catchUpTo} comes before an answer to a child. Where it says no, the answer comes
 *       from further up, past the cache. That is why parents need not hear before their children.
 *   <li>{@link #isCurrent} comes before an answer from memory. Where it says no, what is in memory
 *       is validated upward; and where nobody can be reached there, it is served all the same. So a
 *       node that comes back from a cut serves nothing that was purged meanwhile, and a node that
 *       is alone serves on with what it has.
 * </ol>
 *
 * <p>Public methods are for any thread. All work is done on the scheduler's.
 */
public final class PurgeAgent implements AutoCloseable {
  /** What a control plane that starts reads back, to have it at hand for those who missed it. */
  private static final int READ_BACK = 1_000;

  /** How often a control plane that starts looks whether its log is there. */
  private static final Duration LOG_RETRY = Duration.ofSeconds(1);

  /**
   * A node that has heard of no log for so long is alone with those who have not either, and counts
   * as current: there is nothing that it could have missed.
   */
  static final Duration JOIN_MAX = Duration.ofSeconds(2);

  private final Desk desk;
  private final Scheduler scheduler;
  private final CatchUp catchUp;
  private final Telling telling;
  private final Exchange exchange;
  private volatile boolean asleep;

  /** Of these parts; does nothing before {@link #start}. */
  public PurgeAgent(PurgeParts parts) {
    desk = new Desk(parts);
    scheduler = parts.scheduler();
    catchUp = new CatchUp(desk);
    telling = new Telling(desk);
    exchange = new Exchange(desk, catchUp, telling::clear);
  }

  /**
   * Takes part from now on. The node's store must be empty: it needs nothing of what was before the
   * end of the log, which it hears from the first who answers.
   */
  public void start() {
    scheduler.execute(() -> {
      if (desk.isControl()) {
        readEnd();
      }
      startExchange();
    });
  }

  private void startExchange() {
    if (desk.parts().options().exchanged()) {
      exchange.start();
    }
  }

  /** Takes part with a log that is known to be empty; for simulations. */
  public void startAtOnce(long history) {
    scheduler.execute(() -> {
      exchange.restart(history, 0);
      desk.contact().sure(scheduler.nanos());
      startExchange();
    });
  }

  private void readEnd() {
    if (!asleep) {
      var log = desk.parts().log().orElseThrow();
      log.end()
          .whenComplete((end, failure) ->
              scheduler.execute(() -> {
                if (failure == null) {
                  beginAt(end);
                } else {
                  scheduler.after(LOG_RETRY, this::readEnd);
                }
              }));
    }
  }

  private void beginAt(End end) {
    if (end.history() != desk.journal().history()) {
      exchange.restart(end.history(), Math.max(0, end.sequence() - READ_BACK));
    }
    catchUp.heardOf(end.sequence());
    catchUp.look();
    catchUp.to(end.sequence());
  }

  /** Hears and says nothing from now on, as if its node had died. */
  public void sleep() {
    asleep = true;
    scheduler.execute(() -> {
      exchange.stop();
      telling.clear();
    });
  }

  /** Takes part again. It is not current before it has compared, from this call on. */
  public void wake() {
    desk.contact().doubt(scheduler.nanos());
    asleep = false;
    scheduler.execute(() -> {
      if (desk.parts().options().exchanged()) {
        exchange.resume();
      }
    });
  }

  @Override
  public void close() {
    sleep();
  }

  /** Takes a letter. */
  public void receive(Letter letter) {
    scheduler.execute(() -> {
      if (!asleep) {
        read(letter);
      }
    });
  }

  private void read(Letter letter) {
    exchange.heard(letter.from());
    switch (letter.message()) {
      case Ask ask -> exchange.asked(letter, ask);
      case Answer answer -> exchange.answered(letter, answer);
      case Tell _, Ack _, Pull _, Gift _ when letter.history() != desk.journal().history() ->
          exchange.wondered();
      case Tell tell -> telling.told(letter.from(), tell);
      case Ack ack -> telling.acknowledged(letter.from(), ack);
      case Pull pull -> catchUp.asked(letter.from(), pull);
      case Gift gift -> catchUp.given(gift);
    }
  }

  /** Spreads an invalidation that the log has; at the control plane. */
  public void spread(Invalidation invalidation, Kind kind) {
    scheduler.execute(() -> {
      if (desk.journal().take(invalidation) == Journal.Taken.KNOWN && isOther(invalidation)) {
        // The log was made anew: its sequences begin again, and all nodes have to.
        readEnd();
        return;
      }
      desk.advanced();
      catchUp.pull();
      telling.begin(new Tell(invalidation, kind));
    });
  }

  private boolean isOther(Invalidation invalidation) {
    var known = desk.journal().recent().find(invalidation.sequence());
    return known.isEmpty() || !known.get().id().equals(invalidation.id());
  }

  /** Whether the log is known. */
  public boolean isJoined() {
    return desk.isJoined();
  }

  /** All up to this sequence are applied. */
  public long watermark() {
    return desk.journal().watermark();
  }

  /** The highest that is applied or about to be; goes up with each request to a parent. */
  public long epoch() {
    return desk.journal().epoch();
  }

  /**
   * Has all up to a child's epoch applied.
   *
   * @return false where that takes longer than {@link PurgeOptions#catchUpMax}; completes on the
   *     scheduler's thread, or is complete already
   */
  public CompletionStage<Boolean> catchUpTo(long epoch) {
    return catchUp.to(epoch);
  }

  /** Which log the epoch is of: another one's says nothing here. */
  public long history() {
    return desk.journal().history();
  }

  /** Whether the node was sure, a moment ago, to have missed nothing. */
  public boolean isCurrent() {
    return desk.isControl() ? isJoined() : isSure(scheduler.nanos());
  }

  private boolean isSure(long now) {
    return desk.contact().isCurrent(now)
        || (!isJoined() && desk.contact().sinceDoubt(now).compareTo(JOIN_MAX) > 0);
  }
}
