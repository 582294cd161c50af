package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeadLetterId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.channel.Channel;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pushes that were given up, for operators. Blocks. */
public final class DeadLetters {
  private static final Duration KEPT = Duration.ofDays(7);

  private static final String LIST =
      """
      SELECT id, subscription_id, user_id, chat_id, upto_seq, channel, attempts, reason, died_at
      FROM push_dead_letters
      WHERE CAST(:before AS uuid) IS NULL OR id < CAST(:before AS uuid)
      ORDER BY id DESC
      LIMIT :max
      """;

  private final Database database;
  private final InstantSource clock;

  /** In this database. */
  public DeadLetters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param id its name
   * @param subscription by which it was to be told
   * @param user whom
   * @param chat what it was about
   * @param upto the newest message
   * @param channel which way
   * @param attempts how often that failed
   * @param reason why
   * @param at when it was given up
   */
  public record Entry(
      DeadLetterId id,
      SubscriptionId subscription,
      UserId user,
      ChatId chat,
      long upto,
      Channel channel,
      int attempts,
      String reason,
      Instant at) {}

  /**
   * The newest first.
   *
   * @param before only those that are older than this one; empty for all
   * @param max how many at most
   */
  public List<Entry> list(Optional<DeadLetterId> before, int max) {
    return database.query(handle ->
        handle
            .createQuery(LIST)
            .bind("before", before.map(DeadLetterId::value).orElse(null))
            .bind("max", max)
            .map((row, _) -> entry(row))
            .list());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new DeadLetterId(row.getObject("id", UUID.class)),
        new SubscriptionId(row.getObject("subscription_id", UUID.class)),
        new UserId(row.getObject("user_id", UUID.class)),
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getLong("upto_seq"),
        Channel.of(row.getInt("channel")),
        row.getInt("attempts"),
        row.getString("reason"),
        row.getTimestamp("died_at").toInstant());
  }

  /** Forgets those of more than a week ago. */
  public void forgetOld() {
    database.query(handle ->
        handle
            .createUpdate("DELETE FROM push_dead_letters WHERE died_at < :past")
            .bind("past", clock.instant().minus(KEPT))
            .execute());
  }
}
