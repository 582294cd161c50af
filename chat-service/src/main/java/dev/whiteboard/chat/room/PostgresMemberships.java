package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Memberships in PostgreSQL, each on the shard of its chat. */
public final class PostgresMemberships implements Memberships {
  private static final String FIND =
      """
      SELECT chat_id, user_id, role, joined_seq, left_seq FROM members
      WHERE chat_id = :chat AND user_id = :user
      """;

  private static final String CURRENT =
      """
      SELECT chat_id, user_id, role, joined_seq, left_seq FROM members
      WHERE chat_id = :chat AND left_seq IS NULL
      ORDER BY joined_seq, joined_at, user_id
      """;

  private final Shards<Database> databases;

  /** Memberships in these databases. */
  public PostgresMemberships(Shards<Database> databases) {
    this.databases = databases;
  }

  @Override
  public Optional<Membership> find(ChatId chat, UserId user) {
    return databases
        .of(chat.value())
        .query(handle ->
            handle
                .createQuery(FIND)
                .bind("chat", chat.value())
                .bind("user", user.value())
                .map((row, _) -> read(row))
                .findOne());
  }

  @Override
  public List<Membership> current(ChatId chat) {
    return databases
        .of(chat.value())
        .query(handle ->
            handle
                .createQuery(CURRENT)
                .bind("chat", chat.value())
                .map((row, _) -> read(row))
                .list());
  }

  private static Membership read(ResultSet row) throws SQLException {
    var left = row.getLong("left_seq");
    return new Membership(
        new ChatId(row.getObject("chat_id", UUID.class)),
        new UserId(row.getObject("user_id", UUID.class)),
        Role.of(row.getInt("role")),
        row.getLong("joined_seq"),
        left == 0 ? Long.MAX_VALUE : left);
  }
}
