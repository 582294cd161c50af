package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.Looked.Early;
import dev.whiteboard.chat.push.Looked.Nothing;
import dev.whiteboard.chat.push.Looked.Ready;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.chat.push.channel.Notice;
import dev.whiteboard.chat.push.channel.Notice.Latest;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The table of pushes that wait. What is noted of a push takes effect for who has it alone: a lease
 * that has ended meanwhile makes it nothing. Blocks.
 */
final class PushRows {
  private static final String TAKE = sql("take");
  private static final String LOOK = sql("look");
  private static final String PUT_OFF = sql("put-off");
  private static final String BURY = sql("bury");

  private static final String OF_THIS =
      " WHERE subscription_id = :subscription AND chat_id = :chat AND lease = :lease";
  private static final String FORGET = "DELETE FROM pushes" + OF_THIS + " AND upto_seq = :upto";
  private static final String GIVE_BACK =
      "UPDATE pushes SET lease = NULL, leased_until = '-infinity'" + OF_THIS;
  private static final String FORGET_ALL_OF =
      "DELETE FROM pushes WHERE subscription_id = :subscription";

  private static final String COUNT_DEAD =
      """
      SELECT count(*) FROM push_dead_letters
      WHERE subscription_id = :subscription AND died_at > :since
      """;

  /** More are too many in any case. */
  private static final int WAITING_COUNTED = 100_000;

  private static final String COUNT_WAITING =
      "SELECT count(*) FROM (SELECT FROM pushes LIMIT " + WAITING_COUNTED + ") AS counted";

  private final Database database;
  private final PushTimes times;
  private final LongSupplier nanos;

  /**
   * In this database.
   *
   * @param nanos a stopwatch, for how long leases last
   */
  PushRows(Database database, PushTimes times, LongSupplier nanos) {
    this.database = database;
    this.times = times;
    this.nanos = nanos;
  }

  /** The text of a statement, without its header. */
  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/push/" + name + ".sql");
  }

  /**
   * Takes pushes that are due, the first in rank first.
   *
   * @param lease a name that no lease had before
   */
  List<Taken> take(int max, UUID lease) {
    var endNanos = nanos.getAsLong() + times.lease().toNanos(); // too early rather than too late
    return database.query(handle ->
        handle
            .createQuery(TAKE)
            .bind("lease", lease)
            .bind("leaseMs", times.lease().toMillis())
            .bind("handicapMs", PushTimes.HANDICAP.toMillis())
            .bind("max", max)
            .map((row, _) -> taken(row, lease, endNanos))
            .list());
  }

  private static Taken taken(ResultSet row, UUID lease, long endNanos) throws SQLException {
    return new Taken(
        new SubscriptionId(row.getObject("subscription_id", UUID.class)),
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getLong("upto_seq"),
        row.getInt("attempts"),
        row.getLong("rank_ms"),
        lease,
        endNanos);
  }

  /** What there is to say at this moment. */
  Looked look(Taken push) {
    return database.query(handle ->
        of(push, handle.createQuery(LOOK))
            .bind("afterMs", times.after().toMillis())
            .bind("counted", Notice.COUNTED_MAX)
            .map((row, _) -> looked(push, row))
            .findOne()
            .orElseGet(() -> new Nothing(push.upto())));
  }

  private static Looked looked(Taken push, ResultSet row) throws SQLException {
    if (row.getInt("waiting") == 0) {
      return new Nothing(row.getLong("upto_seq"));
    }
    var wait = Duration.ofMillis(row.getLong("wait_ms"));
    if (wait.isPositive()) {
      return new Early(wait);
    }
    var target =
        Targets.kept(
            Channel.of(row.getInt("channel")), row.getString("target"), row.getBytes("secret"));
    return new Ready(target, notice(push, row), row.getLong("upto_seq"), said(row));
  }

  private static Instant said(ResultSet row) throws SQLException {
    return row.getTimestamp("said_at").toInstant();
  }

  /** A chat without a title is called by who speaks there. */
  private static Notice notice(Taken push, ResultSet row) throws SQLException {
    var from = row.getString("said_by");
    var title = Optional.ofNullable(row.getString("title"));
    var words = Optional.ofNullable(row.getString("said_words")).orElse("");
    var direct = row.getBoolean("direct");
    var sealed = row.getBoolean("encrypted");
    return new Notice(
        push.subscription(),
        new UserId(row.getObject("user_id", UUID.class)),
        push.chat(),
        direct ? from : title.orElse(from),
        row.getInt("waiting"),
        row.getLong("said_seq"),
        sealed ? Optional.empty() : Optional.of(new Latest(from, words)),
        row.getBoolean("urgent"));
  }

  /**
   * It needs no more.
   *
   * @param upto what it was about when it was looked at: where more was said since, it waits for
   *     that
   */
  void done(Taken push, long upto) {
    var isForgotten =
        database.query(handle -> of(push, handle.createUpdate(FORGET)).bind("upto", upto).execute())
            > 0;
    if (!isForgotten) {
      putOff(push, new PutOff(times.after(), 0, true));
    }
  }

  /**
   * When a push is due again.
   *
   * @param pause from now
   * @param attempts how often it has failed by then
   * @param afresh whether it is about other messages than before
   */
  record PutOff(Duration pause, int attempts, boolean afresh) {}

  /** It is to be taken later. */
  void putOff(Taken push, PutOff how) {
    database.query(handle ->
        of(push, handle.createUpdate(PUT_OFF))
            .bind("waitMs", how.pause.toMillis())
            .bind("handicapMs", PushTimes.HANDICAP.toMillis())
            .bind("attempts", how.attempts)
            .bind("afresh", how.afresh)
            .execute());
  }

  /** Others may have these at once. */
  void giveBack(Collection<Taken> pushes) {
    database.query(handle -> {
      var batch = handle.prepareBatch(GIVE_BACK);
      pushes.forEach(push -> of(push, batch).add());
      return batch.execute();
    });
  }

  /** It is given up. */
  void bury(Taken push, DeadLetter letter) {
    database.query(handle ->
        of(push, handle.createUpdate(BURY))
            .bind("id", letter.id())
            .bind("channel", (short) letter.channel().code())
            .bind("attempts", letter.attempts())
            .bind("reason", letter.reason())
            .bind("now", letter.at())
            .execute());
  }

  /** How many of a subscription were given up since then. */
  long dead(SubscriptionId subscription, Instant since) {
    return database.query(handle ->
        handle
            .createQuery(COUNT_DEAD)
            .bind("subscription", subscription.value())
            .bind("since", since)
            .mapTo(Long.class)
            .one());
  }

  /** Nobody is told by this subscription any more. */
  static void forgetAllOf(Handle handle, SubscriptionId subscription) {
    handle.createUpdate(FORGET_ALL_OF).bind("subscription", subscription.value()).execute();
  }

  /** How many wait, of all nodes. */
  long waiting() {
    return database.query(handle -> handle.createQuery(COUNT_WAITING).mapTo(Long.class).one());
  }

  private static <S extends SqlStatement<S>> S of(Taken push, S statement) {
    return statement
        .bind("subscription", push.subscription().value())
        .bind("chat", push.chat().value())
        .bind("lease", push.lease());
  }
}
