package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds users. Blocks. */
public final class Users {
  /** Behind all that a key can go on with. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private static final String BY_NAME =
      """
      SELECT id, name FROM accounts
      WHERE name_key >= :first AND name_key <= :last
      ORDER BY name_key
      LIMIT :max
      """;

  private final Database database;

  /** Users in this database. */
  public Users(Database database) {
    this.database = database;
  }

  /** The one with this id. */
  public Optional<User> find(UserId id) {
    return database.query(handle ->
        handle
            .createQuery("SELECT id, name FROM accounts WHERE id = :id")
            .bind("id", id.value())
            .map((row, _) -> read(row))
            .findOne());
  }

  /**
   * Those whose names begin so, in whichever case; who is called exactly so comes first.
   *
   * @param max how many at most
   */
  public List<User> named(String beginning, int max) {
    var key = AccountName.keyOf(beginning);
    return database.query(handle ->
        handle
            .createQuery(BY_NAME)
            .bind("first", key)
            .bind("last", key + LAST_CHARACTER)
            .bind("max", max)
            .map((row, _) -> read(row))
            .list());
  }

  /** Those of them that there are. */
  public Set<UserId> existing(Collection<UserId> ids) {
    return database.query(handle -> existing(handle, ids));
  }

  /** The same in a transaction that is under way, which must not wait for a second connection. */
  public static Set<UserId> existing(Handle handle, Collection<UserId> ids) {
    return new HashSet<>(
        handle
            .createQuery("SELECT id FROM accounts WHERE id = ANY (:ids)")
            .bindArray("ids", UUID.class, ids.stream().map(UserId::value).toList())
            .map((row, _) -> new UserId(row.getObject("id", UUID.class)))
            .list());
  }

  private static User read(ResultSet row) throws SQLException {
    return new User(new UserId(row.getObject("id", UUID.class)), row.getString("name"));
  }
}
