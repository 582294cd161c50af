package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Which chats a user has, as a connection needs to know it. Blocks. */
public final class UserChats {
  /** Chats that a connection watches; the newest come first. */
  public static final int WATCHED_MAX = 1_000;

  /** Memberships of one shard that begin within the time that is looked back. */
  private static final int JOINS_MAX = 10_000;

  /** As each shard orders them. */
  private static final Comparator<UserChat> NEWEST_FIRST =
      Comparator.comparing(UserChat::chat).reversed();

  private static final String OF_USER =
      """
      SELECT members.chat_id, members.joined_seq, chats.last_seq, members.delivered_seq
      FROM inbox
      JOIN members ON members.chat_id = inbox.chat_id AND members.user_id = inbox.user_id
      JOIN chats ON chats.id = inbox.chat_id
      WHERE inbox.user_id = :user AND members.left_seq IS NULL
      ORDER BY inbox.chat_id DESC
      LIMIT :max
      """;

  private static final String JOINED =
      """
      SELECT members.chat_id, members.user_id, members.joined_seq, chats.last_seq,
        members.delivered_seq
      FROM members JOIN chats ON chats.id = members.chat_id
      WHERE members.joined_at > now() - make_interval(secs => :seconds) AND left_seq IS NULL
      ORDER BY members.joined_at DESC
      LIMIT :max
      """;

  private final Shards<Database> databases;

  /** Of chats in these databases. */
  public UserChats(Shards<Database> databases) {
    this.databases = databases;
  }

  /**
   * A chat of a user.
   *
   * @param chat which
   * @param joinedSeq the user sees what comes behind this
   * @param head its newest message
   * @param deliveredSeq what a device of the user has acknowledged last
   */
  public record UserChat(ChatId chat, long joinedSeq, long head, long deliveredSeq) {
    /** One that was joined just now, behind a message. */
    public static UserChat joined(ChatId chat, long seq) {
      return new UserChat(chat, seq, seq, seq);
    }
  }

  /**
   * A user who has come into a chat.
   *
   * @param user who
   * @param membership in which chat, from where on
   */
  public record Joined(UserId user, UserChat membership) {}

  /**
   * The chats that a user is in, the newest {@value #WATCHED_MAX} of them, the newest first.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be told now: one shard is
   *     away
   */
  public List<UserChat> of(UserId user) {
    return databases.askAll(database -> of(user, database)).stream()
        .flatMap(List::stream)
        .sorted(NEWEST_FIRST)
        .limit(WATCHED_MAX)
        .toList();
  }

  private static List<UserChat> of(UserId user, Database database) {
    return database.query(handle ->
        handle
            .createQuery(OF_USER)
            .bind("user", user.value())
            .bind("max", WATCHED_MAX)
            .map((row, _) -> chat(row))
            .list());
  }

  /**
   * Who came into which chat lately.
   *
   * @param within how far back that goes
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be told now: one shard is
   *     away
   */
  public List<Joined> joined(Duration within) {
    return databases.askAll(database -> joined(within, database)).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Joined> joined(Duration within, Database database) {
    return database.query(handle ->
        handle
            .createQuery(JOINED)
            .bind("seconds", (double) within.toSeconds())
            .bind("max", JOINS_MAX)
            .map(
                (row, _) -> new Joined(new UserId(row.getObject("user_id", UUID.class)), chat(row)))
            .list());
  }

  private static UserChat chat(ResultSet row) throws SQLException {
    return new UserChat(
        new ChatId(row.getObject("chat_id", UUID.class)),
        row.getLong("joined_seq"),
        row.getLong("last_seq"),
        row.getLong("delivered_seq"));
  }
}
