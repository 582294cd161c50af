package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
   * In this database, the home.
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

  /** Binds the push, as it was taken. */
  static <S extends SqlStatement<S>> S of(Taken push, S statement) {
    return statement
        .bind("subscription", push.subscription().value())
        .bind("chat", push.chat().value())
        .bind("lease", push.lease());
  }
}
