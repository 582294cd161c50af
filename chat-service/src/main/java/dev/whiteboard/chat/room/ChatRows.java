package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Membership.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** Rows of chats and members, in the transaction of one handle. */
final class ChatRows {
  private static final String INSERT =
      """
      INSERT INTO chats (id, kind, encrypted, title, created_by, created_at,
                         last_seq, members_seq, member_count)
      VALUES (:id, :kind, :encrypted, :title, :by, :at, 0, 0, :count)
      """;

  private static final String JOIN = sql("join");
  private static final String LEAVE = sql("leave");
  private static final String NEXT_ADMIN = sql("next-admin");

  private final Handle handle;

  /** In the transaction that this handle is in. */
  ChatRows(Handle handle) {
    this.handle = handle;
  }

  /**
   * A chat whose row is locked.
   *
   * @param members how many it has
   */
  record Locked(ChatId id, ChatKind kind, int members) {}

  /** A new chat's row. */
  record NewChat(
      ChatId id, ChatKind kind, boolean encrypted, Optional<ChatTitle> title, int members) {}

  /** The text of a statement, without its header. */
  static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/room/" + name + ".sql");
  }

  void insert(NewChat chat, UserId by, Instant at) {
    handle
        .createUpdate(INSERT)
        .bind("id", chat.id.value())
        .bind("kind", (short) chat.kind.code())
        .bind("encrypted", chat.encrypted)
        .bind("title", chat.title.map(ChatTitle::text).orElse(null))
        .bind("by", by.value())
        .bind("at", at)
        .bind("count", chat.members)
        .execute();
  }

  /** Locks a chat until the transaction ends. */
  Optional<Locked> lock(ChatId chat) {
    return handle
        .createQuery("SELECT kind, member_count FROM chats WHERE id = :id FOR UPDATE")
        .bind("id", chat.value())
        .map((row, _) ->
            new Locked(chat, ChatKind.of(row.getInt("kind")), row.getInt("member_count")))
        .findOne();
  }

  /** What a member may do; empty for who is none. */
  Optional<Role> role(ChatId chat, UserId user) {
    return handle
        .createQuery(
            "SELECT role FROM members"
                + " WHERE chat_id = :chat AND user_id = :user AND left_seq IS NULL")
        .bind("chat", chat.value())
        .bind("user", user.value())
        .map((row, _) -> Role.of(row.getInt("role")))
        .findOne();
  }

  /** Those of the users who are members. */
  Set<UserId> members(ChatId chat, Collection<UserId> users) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT user_id FROM members"
                    + " WHERE chat_id = :chat AND user_id = ANY (:users) AND left_seq IS NULL")
            .bind("chat", chat.value())
            .bindArray("users", UUID.class, values(users))
            .map((row, _) -> user(row))
            .list());
  }

  /**
   * Makes users members, who see what comes behind a message.
   *
   * @param after its sequence number
   */
  void join(ChatId chat, Collection<UserId> users, Role role, long after) {
    handle
        .createUpdate(JOIN)
        .bind("chat", chat.value())
        .bindArray("users", UUID.class, values(users))
        .bind("role", (short) role.code())
        .bind("after", after)
        .execute();
  }

  /** Ends a membership with a message, the last that this user sees. */
  void leave(ChatId chat, UserId user, long seq) {
    handle
        .createUpdate(LEAVE)
        .bind("chat", chat.value())
        .bind("user", user.value())
        .bind("seq", seq)
        .execute();
  }

  /** Makes the oldest member admin where there is none. */
  void ensureAdmin(ChatId chat) {
    handle.createUpdate(NEXT_ADMIN).bind("chat", chat.value()).execute();
  }

  /** The number of members from now on. */
  void count(ChatId chat, int members) {
    handle.execute("UPDATE chats SET member_count = ? WHERE id = ?", members, chat.value());
  }

  /** The title from now on. */
  void title(ChatId chat, Optional<ChatTitle> title) {
    handle
        .createUpdate("UPDATE chats SET title = :title WHERE id = :chat")
        .bind("chat", chat.value())
        .bind("title", title.map(ChatTitle::text).orElse(null))
        .execute();
  }

  private static List<UUID> values(Collection<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }

  private static UserId user(ResultSet row) throws SQLException {
    return new UserId(row.getObject("user_id", UUID.class));
  }
}
