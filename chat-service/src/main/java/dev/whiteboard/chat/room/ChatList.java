package dev.whiteboard.chat.room;

import dev.whiteboard.chat.account.User;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.room.ChatView.Facts;
import dev.whiteboard.chat.room.ChatView.Last;
import dev.whiteboard.chat.room.ChatView.Member;
import dev.whiteboard.chat.room.ChatView.Own;
import dev.whiteboard.chat.room.Membership.Role;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user's chats, page by page. Blocks.
 *
 * <p>The newest chat comes first, not the one with the newest message: that order does not change
 * from one page to the next while people talk. Who wants the other has all pages and sorts them.
 * Each shard gives its newest ones, the newest of all are the page; then the home gives the names
 * of all who are shown with them.
 */
public final class ChatList {
  /** Other members shown with a chat. */
  public static final int OTHERS_MAX = 5;

  private static final String LIST = ChatRows.sql("list");

  private static final String MEMBERS =
      """
      SELECT user_id, role, joined_seq, delivered_seq, read_seq
      FROM members
      WHERE chat_id = :chat AND left_seq IS NULL
      ORDER BY joined_seq, joined_at, user_id
      """;

  /** As each shard orders them. */
  private static final Comparator<Row> NEWEST_FIRST =
      Comparator.<Row, ChatId>comparing(row -> row.chat.id()).reversed();

  private final Shards<Database> databases;
  private final Users users;

  /**
   * Chats in these databases.
   *
   * @param users who is called what, at the home
   */
  public ChatList(Shards<Database> databases, Users users) {
    this.databases = databases;
    this.users = users;
  }

  /** What a shard tells of a chat: all but the names. */
  private record Row(Facts chat, Own own, List<UserId> others, int unread, Optional<Last> last) {}

  /** A member before he has a name. */
  private record Standing(UserId user, Own own) {}

  /**
   * Chats of a user, the newest first.
   *
   * @param before only chats that are older; empty for all
   * @param max how many at most
   * @throws dev.whiteboard.kit.store.StoreAwayException where a shard is away: a page with gaps
   *     would look as if chats were lost
   */
  public List<ChatView> of(UserId user, Optional<ChatId> before, int max) {
    var page = new Page(user, before, Optional.empty(), max);
    return named(
        databases.askAll(database -> read(database, page)).stream()
            .flatMap(List::stream)
            .sorted(NEWEST_FIRST)
            .limit(max)
            .toList());
  }

  /** One of a user's chats; empty where he is no member. */
  public Optional<ChatView> find(UserId user, ChatId chat) {
    var page = new Page(user, Optional.empty(), Optional.of(chat), 1);
    return named(read(databases.of(chat.value()), page)).stream().findFirst();
  }

  /** The members of a chat, in the order in which they joined. */
  public List<Member> members(ChatId chat) {
    var found =
        databases
            .of(chat.value())
            .query(handle ->
                handle
                    .createQuery(MEMBERS)
                    .bind("chat", chat.value())
                    .map((row, _) -> new Standing(user(row, "user_id"), own(row)))
                    .list());
    var named = users.existing(found.stream().map(Standing::user).toList());
    return found.stream()
        .flatMap(one -> named(one.user, named).map(user -> new Member(user, one.own)))
        .toList();
  }

  private List<ChatView> named(List<Row> rows) {
    var named = users.existing(rows.stream().flatMap(row -> row.others.stream()).toList());
    return rows.stream()
        .map(row -> {
          var others = row.others.stream().flatMap(id -> named(id, named)).toList();
          return new ChatView(row.chat, row.own, others, row.unread, row.last);
        })
        .toList();
  }

  private static Stream<User> named(UserId id, Map<UserId, User> named) {
    return Stream.ofNullable(named.get(id));
  }

  /** What is asked of a shard; {@code only} one chat, or a page. */
  private record Page(UserId user, Optional<ChatId> before, Optional<ChatId> only, int max) {}

  private static List<Row> read(Database database, Page page) {
    return database.query(handle ->
        handle
            .createQuery(LIST)
            .bind("user", page.user.value())
            .bind("before", page.before.map(ChatId::value).orElse(null))
            .bind("only", page.only.map(ChatId::value).orElse(null))
            .bind("max", page.max)
            .bind("others", OTHERS_MAX)
            .bind("counted", ChatView.UNREAD_COUNTED)
            .map((row, _) ->
                new Row(facts(row), own(row), others(row), row.getInt("unread"), last(row)))
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

  private static List<UserId> others(ResultSet row) throws SQLException {
    return Stream.of((UUID[]) row.getArray("other_ids").getArray()).map(UserId::new).toList();
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
