package dev.whiteboard.chat.account;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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

  /** Those of them that there are. They are for good: who is told once need not be asked again. */
  public Map<UserId, User> existing(Collection<UserId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found =
        database.query(handle ->
            handle
                .createQuery("SELECT id, name FROM accounts WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids.stream().map(UserId::value).distinct().toList())
                .map((row, _) -> read(row))
                .list());
    return found.stream().collect(toUnmodifiableMap(User::id, user -> user));
  }

  /** Those of them that there are not, in their order. */
  public List<UserId> unknown(Collection<UserId> ids) {
    var known = existing(ids);
    return ids.stream().filter(id -> !known.containsKey(id)).toList();
  }

  private static User read(ResultSet row) throws SQLException {
    return new User(new UserId(row.getObject("id", UUID.class)), row.getString("name"));
  }
}
