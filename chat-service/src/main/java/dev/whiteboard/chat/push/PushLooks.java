package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.Looked.Away;
import dev.whiteboard.chat.push.Looked.Early;
import dev.whiteboard.chat.push.Looked.Nothing;
import dev.whiteboard.chat.push.Looked.Ready;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.Notice;
import dev.whiteboard.chat.push.channel.Notice.Latest;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.kit.shard.CallShare;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.StoreAwayException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a push right before it is told: what it is about and where it leads is in the home, what
 * its user has not heard yet is on the chat's shard, the sender's name is in the home again.
 * Blocks.
 */
final class PushLooks {
  private static final String LOOK = PushRows.sql("look");
  private static final String UNHEARD = PushRows.sql("unheard");
  private static final String NAME = "SELECT name FROM accounts WHERE id = ?";

  private static final Logger log = LoggerFactory.getLogger(PushLooks.class);

  private final Shards<Database> databases;
  private final Shards<CallShare> calls;
  private final Duration after;

  /**
   * In these databases.
   *
   * @param after what a message waits for an acknowledgement
   * @param senders how many look at once; no more than half of them at chats of one of several
   *     shards, so that one that is away leaves some to the others
   */
  PushLooks(Shards<Database> databases, Duration after, int senders) {
    var callsMax = databases.areSeveral() ? Math.max(1, senders / 2) : senders;
    this.databases = databases;
    this.calls = databases.map(_ -> new CallShare(callsMax));
    this.after = after;
  }

  /** A push as it is now. */
  private record Live(
      ChatId chat,
      Target target,
      UserId user,
      long upto,
      boolean urgent,
      Instant said,
      Instant now) {
    /** What is left of the wait for an acknowledgement; 0 where a clock is ahead of the home's. */
    Duration left(Instant oldest, Duration after) {
      return oldest.isAfter(now)
          ? Duration.ZERO
          : Duration.ofMillis(after.minus(Duration.between(oldest, now)).toMillis());
    }
  }

  /** What a member has not heard: so many messages, and the newest of them. */
  private record Unheard(
      boolean direct,
      Optional<String> title,
      boolean sealed,
      int count,
      Instant oldest,
      UserId from,
      long seq,
      String words) {}

  /**
   * What there is to say at this moment.
   *
   * @throws StoreAwayException where the home is away
   */
  Looked look(Taken push) {
    var live =
        databases
            .home()
            .query(handle ->
                PushRows.of(push, handle.createQuery(LOOK))
                    .map((row, _) -> live(push.chat(), row))
                    .findOne());
    return live.isPresent() ? look(push, live.get()) : new Nothing(push.upto());
  }

  private Looked look(Taken push, Live live) {
    Optional<Unheard> unheard;
    try {
      unheard = calls.of(push.chat().value()).call(() -> unheard(live));
    } catch (StoreAwayException e) {
      log.debug("a push waits for its chat's database", e);
      return new Away();
    }
    if (unheard.isEmpty()) {
      return new Nothing(live.upto);
    }
    var left = live.left(unheard.get().oldest, after);
    return left.isPositive()
        ? new Early(left)
        : new Ready(live.target, notice(push, live, unheard.get()), live.upto, live.said);
  }

  private Optional<Unheard> unheard(Live live) {
    return databases
        .of(live.chat.value())
        .query(handle ->
            handle
                .createQuery(UNHEARD)
                .bind("chat", live.chat.value())
                .bind("user", live.user.value())
                .bind("upto", live.upto)
                .bind("counted", Notice.COUNTED_MAX)
                .map((row, _) -> unheard(row))
                .findOne());
  }

  private static Live live(ChatId chat, ResultSet row) throws SQLException {
    return new Live(
        chat,
        Targets.kept(
            Channel.of(row.getInt("channel")), row.getString("target"), row.getBytes("secret")),
        new UserId(row.getObject("user_id", UUID.class)),
        row.getLong("upto_seq"),
        row.getBoolean("urgent"),
        row.getTimestamp("said_at").toInstant(),
        row.getTimestamp("looked_at").toInstant());
  }

  private static Unheard unheard(ResultSet row) throws SQLException {
    return new Unheard(
        row.getBoolean("direct"),
        Optional.ofNullable(row.getString("title")),
        row.getBoolean("encrypted"),
        row.getInt("count"),
        row.getTimestamp("oldest_at").toInstant(),
        new UserId(row.getObject("sender_id", UUID.class)),
        row.getLong("seq"),
        Optional.ofNullable(row.getString("words")).orElse(""));
  }

  /** A chat without a title is called by who speaks there. */
  private Notice notice(Taken push, Live live, Unheard unheard) {
    var from = name(unheard.from);
    return new Notice(
        push.subscription(),
        live.user,
        live.chat,
        unheard.direct ? from : unheard.title.orElse(from),
        unheard.count,
        unheard.seq,
        unheard.sealed ? Optional.empty() : Optional.of(new Latest(from, unheard.words)),
        live.urgent);
  }

  private String name(UserId user) {
    return databases
        .home()
        .query(handle -> handle.select(NAME, user.value()).mapTo(String.class).one());
  }
}
