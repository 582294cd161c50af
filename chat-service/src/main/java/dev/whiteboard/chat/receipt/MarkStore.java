package dev.whiteboard.chat.receipt;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Columns;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** Marks of members in PostgreSQL: many move by one statement. Blocks. */
public final class MarkStore {
  /** Newest messages of a chat whose authors are looked for. */
  private static final int MESSAGES_MAX = 256;

  private static final String MOVE = sql("move-marks");
  private static final String AUTHORS = sql("read-authors");

  private final Database database;

  /**
   * In this database.
   *
   * @param database best the log's: these statements, too, only probe indexes
   */
  public MarkStore(Database database) {
    this.database = database;
  }

  private static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/receipt/" + name + ".sql");
  }

  /**
   * Moves marks forward, as far as they are a member's and the messages exist.
   *
   * @return those that were further back before
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be done now
   */
  List<Moved> move(Map<Member, Mark> marks) {
    return database.query(handle ->
        new Columns<>(handle, handle.createQuery(MOVE), List.copyOf(marks.entrySet()))
            .with("chats", "uuid", entry -> entry.getKey().chat().value())
            .with("users", "uuid", entry -> entry.getKey().user().value())
            .with("delivered", "int8", entry -> entry.getValue().delivered())
            .with("reads", "int8", entry -> entry.getValue().read())
            .bound()
            .map((row, _) -> moved(row))
            .list());
  }

  private static Moved moved(ResultSet row) throws SQLException {
    return new Moved(
        new Member(
            new ChatId(row.getObject("chat_id", UUID.class)),
            new UserId(row.getObject("user_id", UUID.class))),
        new Mark(row.getLong("was_delivered"), row.getLong("was_read")),
        new Mark(row.getLong("delivered_seq"), row.getLong("read_seq")),
        row.getInt("member_count"));
  }

  /**
   * Who wrote what these moved over, of each chat the newest {@value #MESSAGES_MAX} messages.
   *
   * @throws dev.whiteboard.kit.store.StoreAwayException where that can't be told now
   */
  Authors authors(Collection<Moved> moved) {
    var parts = new HashMap<ChatId, Part>();
    for (var one : moved) {
      parts.merge(one.member().chat(), new Part(one.from(), one.upto()), Part::with);
    }
    var authors = new Authors();
    database.query(handle ->
        new Columns<>(handle, handle.createQuery(AUTHORS), List.copyOf(parts.entrySet()))
            .with("chats", "uuid", entry -> entry.getKey().value())
            .with("froms", "int8", entry -> entry.getValue().from)
            .with("upto", "int8", entry -> entry.getValue().upto)
            .bound()
            .bind("max", MESSAGES_MAX)
            .map((row, _) -> authors.add(row))
            .list());
    return authors;
  }

  private record Part(long from, long upto) {
    Part with(Part other) {
      return new Part(Math.min(from, other.from), Math.max(upto, other.upto));
    }
  }
}
