package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.push.Looked.Away;
import dev.whiteboard.chat.push.Looked.Early;
import dev.whiteboard.chat.push.Looked.Nothing;
import dev.whiteboard.chat.push.Looked.Ready;
import dev.whiteboard.chat.push.PushMeters.Result;
import dev.whiteboard.chat.push.PushRows.PutOff;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.Channels;
import dev.whiteboard.chat.push.channel.PushOutcome;
import dev.whiteboard.chat.push.channel.PushOutcome.Delivered;
import dev.whiteboard.chat.push.channel.PushOutcome.Gone;
import dev.whiteboard.chat.push.channel.PushOutcome.Later;
import dev.whiteboard.chat.push.channel.PushOutcome.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one push that was taken, and notes what became of it. Blocks. */
final class PushDelivery {
  /** Who has his share of the senders is looked at again by then. */
  private static final Duration TURN_MAX = Duration.ofSeconds(1);

  /**
   * What is about a chat whose shard is away is looked at again by then: behind what is about
   * others, and seldom enough to leave the home to them.
   */
  private static final Duration AWAY_MAX = Duration.ofSeconds(10);

  /** So many that were given up within a day end a subscription: nobody tries for ever. */
  private static final int DEAD_MAX = 20;

  private static final Duration DEAD_WITHIN = Duration.ofDays(1);

  private static final Logger log = LoggerFactory.getLogger(PushDelivery.class);

  private final Parts parts;

  /**
   * What it works with.
   *
   * @param rows where pushes wait
   * @param looks show what they say
   * @param subscriptions ends those that lead nowhere
   * @param channels the ways out
   * @param shares keep senders free for others
   * @param retries when it is tried again
   */
  record Parts(
      PushRows rows,
      PushLooks looks,
      Subscriptions subscriptions,
      Channels channels,
      Shares shares,
      Retries retries,
      PushMeters meters,
      UuidV7 ids,
      RandomGenerator random,
      InstantSource clock) {}

  /** With these parts. */
  PushDelivery(Parts parts) {
    this.parts = parts;
  }

  /**
   * Tells it, or lets it wait.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where the home is away; it is taken again
   *     when its lease has ended
   */
  void deliver(Taken push) {
    switch (parts.looks.look(push)) {
      case Nothing(var upto) -> {
        parts.rows.done(push, upto);
        parts.meters.cancelled();
      }
      case Early(var left) -> letWait(push, left);
      case Away _ -> letWait(push, chance(AWAY_MAX));
      case Ready ready -> tellInTurn(push, ready);
    }
  }

  /** Until then nothing was tried, and no attempt is lost. */
  private void letWait(Taken push, Duration pause) {
    parts.rows.putOff(push, new PutOff(pause, push.attempts(), false));
  }

  /** Any time up to this one, so that what waits together does not come back together. */
  private Duration chance(Duration max) {
    return Duration.ofMillis(1 + parts.random.nextLong(max.toMillis()));
  }

  /** That he has his share of the senders is no failure. */
  private void tellInTurn(Taken push, Ready ready) {
    var user = ready.notice().user();
    if (!parts.shares.enter(user, ready.target())) {
      letWait(push, chance(TURN_MAX));
      return;
    }
    try {
      note(push, ready, tell(ready));
    } finally {
      parts.shares.leave(user, ready.target());
    }
  }

  /** What a channel throws is a failure like others: it must not be tried for ever. */
  private PushOutcome tell(Ready ready) {
    try {
      return parts.channels.push(ready.target(), ready.notice());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a push broke");
      return new Later(Optional.empty(), "it broke here");
    }
  }

  private void note(Taken push, Ready ready, PushOutcome outcome) {
    var channel = ready.target().channel();
    switch (outcome) {
      case Delivered _ -> {
        parts.rows.done(push, ready.upto());
        parts.meters.count(channel, Result.DELIVERED);
        parts.meters.delayed(Duration.between(ready.said(), parts.clock.instant()));
      }
      case Gone _ -> {
        parts.subscriptions.remove(ready.notice().user(), push.subscription());
        parts.meters.count(channel, Result.GONE);
      }
      case Later(var after, var reason) -> failed(push, ready, after, reason);
      case Refused(var reason) -> bury(push, ready, push.attempts() + 1, reason);
    }
  }

  private void failed(Taken push, Ready ready, Optional<Duration> after, String reason) {
    var failures = push.attempts() + 1;
    if (parts.retries.isOver(failures)) {
      bury(push, ready, failures, reason);
      return;
    }
    var wait = parts.retries.after(failures, after, parts.random);
    parts.rows.putOff(push, new PutOff(wait, failures, false));
    parts.meters.count(ready.target().channel(), Result.LATER);
  }

  private void bury(Taken push, Ready ready, int failures, String reason) {
    var channel = ready.target().channel();
    var now = parts.clock.instant();
    parts.rows.bury(push, new DeadLetter(parts.ids.next(), channel, failures, reason, now));
    parts.meters.count(channel, Result.DEAD);
    log.atWarn()
        .addKeyValue("subscription", push.subscription().toString())
        .addKeyValue("channel", channel.wireName())
        .addKeyValue("reason", reason)
        .log("a push was given up");
    if (channel != Channel.EMAIL
        && parts.rows.dead(push.subscription(), now.minus(DEAD_WITHIN)) >= DEAD_MAX) {
      end(push, ready);
    }
  }

  /** Not of mailboxes: a server that takes no mail from us says nothing of an address. */
  private void end(Taken push, Ready ready) {
    if (parts.subscriptions.remove(ready.notice().user(), push.subscription())) {
      log.atWarn()
          .addKeyValue("subscription", push.subscription().toString())
          .log("a subscription was ended");
    }
  }
}
