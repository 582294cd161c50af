package dev.whiteboard.chat.room;

import dev.whiteboard.chat.account.User;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.room.ChatView.Facts;
import dev.whiteboard.chat.room.ChatView.Last;
import dev.whiteboard.chat.room.ChatView.Member;
import dev.whiteboard.chat.room.ChatView.Own;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A user's chats, page by page. Blocks.
 *
 * <p>The newest chat comes first, not the one with the newest message: that order does not change
 * from one page to the next while people talk. Who wants the other has all pages and sorts them.
 */
public final class ChatList {
  /** Other members shown with a chat. */
  public static final int OTHERS_MAX = 5;

  private static final String LIST = ChatRows.sql("list");

  private static final String MEMBERS =
      """
      SELECT user_id, name, role, joined_seq, delivered_seq, read_seq
      FROM members JOIN accounts ON accounts.id = user_id
      WHERE chat_id = :chat AND left_seq IS NULL
      ORDER BY joined_seq, joined_at, user_id
      """;

  private final Database database;

  /** Chats in this database. */
  public ChatList(Database database) {
    this.database = database;
  }

  /**
   * Chats of a user, the newest first.
   *
   * @param before only chats that are older; empty for all
   * @param max how many at most
   */
  public List<ChatView> of(UserId user, Optional<ChatId> before, int max) {
    return read(user, before, Optional.empty(), max);
  }

  /** One of a user's chats; empty where he is no member. */
  public Optional<ChatView> find(UserId user, ChatId chat) {
    return read(user, Optional.empty(), Optional.of(chat), 1).stream().findFirst();
  }

  /** The members of a chat, in the order in which they joined. */
  public List<Member> members(ChatId chat) {
    return database.query(handle ->
        handle
            .createQuery(MEMBERS)
            .bind("chat", chat.value())
            .map((row, _) ->
                new Member(new User(user(row, "user_id"), row.getString("name")), own(row)))
            .list());
  }

  private List<ChatView> read(
      UserId user, Optional<ChatId> before, Optional<ChatId> only, int max) {
    return database.query(handle ->
        handle
            .createQuery(LIST)
            .bind("user", user.value())
            .bind("before", before.map(ChatId::value).orElse(null))
            .bind("only", only.map(ChatId::value).orElse(null))
            .bind("max", max)
            .bind("others", OTHERS_MAX)
            .bind("counted", ChatView.UNREAD_COUNTED)
            .map((row, _) ->
                new ChatView(facts(row), own(row), others(row), row.getInt("unread"), last(row)))
            .list());
  }

  private static Facts facts(ResultSet row) throws SQLException {
    return new Facts(
        new ChatId(row.getObject("chat_id", UUID.class)),
        ChatKind.of(row.getInt("chat_kind")),
        row.getBoolean("encrypted"),
        Optional.ofNullable(row.getString("title")),
        row.getTimestamp("created_at").toInstant(),
        row.getInt("member_count"),
        row.getLong("last_seq"));
  }

  private static Own own(ResultSet row) throws SQLException {
    return new Own(
        Role.of(row.getInt("role")),
        row.getLong("joined_seq"),
        row.getLong("delivered_seq"),
        row.getLong("read_seq"));
  }

  private static List<User> others(ResultSet row) throws SQLException {
    var ids = (UUID[]) row.getArray("other_ids").getArray();
    var names = (String[]) row.getArray("other_names").getArray();
    return IntStream.range(0, ids.length)
        .mapToObj(i -> new User(new UserId(ids[i]), names[i]))
        .toList();
  }

  private static Optional<Last> last(ResultSet row) throws SQLException {
    @Nullable UUID from = row.getObject("said_by", UUID.class);
    return from == null
        ? Optional.empty()
        : Optional.of(
            new Last(
                row.getLong("said_seq"),
                new UserId(from),
                row.getTimestamp("said_at").toInstant(),
                Kind.of(row.getInt("said_kind")),
                Optional.ofNullable(row.getString("said_words")),
                row.getBoolean("said_deleted")));
  }

  private static UserId user(ResultSet row, String column) throws SQLException {
    return new UserId(row.getObject(column, UUID.class));
  }
}
