package dev.whiteboard.chat.outbox;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.FileId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.kit.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** One lane of the outbox in PostgreSQL, for one node. All of it blocks. */
final class Lane {
  private static final String TAKE_LEASE = sql("take-lease");
  private static final String READ = sql("read-lane");
  private static final String DELETE = "DELETE FROM outbox WHERE lane = :lane AND id = ANY (:ids)";
  private static final String GIVE_LEASE_BACK =
      "DELETE FROM outbox_leases WHERE lane = :lane AND node = :node";

  private final Database database;
  private final int shard;
  private final int number;
  private final UUID node;

  /**
   * A message in the outbox.
   *
   * @param id of its row
   * @param message what is to be told
   */
  record Entry(long id, OutboxRecord message) {}

  /**
   * A lane of one shard.
   *
   * @param shard its number, from 0
   * @param number the lane's there
   */
  Lane(Database database, int shard, int number, UUID node) {
    this.database = database;
    this.shard = shard;
    this.number = number;
    this.node = node;
  }

  private static String sql(String name) {
    return ClasspathSqlLocator.removingComments().getResource("sql/chat/outbox/" + name + ".sql");
  }

  /** What tells it from all others: 2 at home, shard-1-2 elsewhere. */
  String name() {
    return shard == 0 ? "" + number : "shard-" + shard + "-" + number;
  }

  /** Takes the lane, or keeps it; false where another node has it. */
  boolean lease(Duration duration) {
    return database.query(handle ->
        handle
            .createQuery(TAKE_LEASE)
            .bind("lane", number)
            .bind("node", node)
            .bind("leaseMs", duration.toMillis())
            .mapTo(Integer.class)
            .findOne()
            .isPresent());
  }

  /** Lets another node have the lane at once. */
  void giveBack() {
    database.query(handle ->
        handle.createUpdate(GIVE_LEASE_BACK).bind("lane", number).bind("node", node).execute());
  }

  /** The oldest entries, each chat's in order. */
  List<Entry> read(int limit) {
    return database.query(handle ->
        handle
            .createQuery(READ)
            .bind("lane", number)
            .bind("limit", limit)
            .map((row, _) -> entry(row))
            .list());
  }

  /** Forgets what Kafka has. */
  void delete(Collection<Entry> entries) {
    var ids = entries.stream().mapToLong(Entry::id).toArray();
    database.query(
        handle -> handle.createUpdate(DELETE).bind("lane", number).bind("ids", ids).execute());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var message =
        new OutboxRecord(
            new ChatId(uuid(row, "chat_id")),
            row.getLong("seq"),
            Kind.of(row.getInt("kind")),
            row.getLong("ref"),
            new UserId(uuid(row, "sender_id")),
            new DeviceId(uuid(row, "device_id")),
            row.getTimestamp("sent_at").toInstant(),
            Optional.ofNullable(row.getString("body")),
            row.getBoolean("sealed"),
            files(row));
    return new Entry(row.getLong("id"), message);
  }

  private static List<FileId> files(ResultSet row) throws SQLException {
    var files = row.getArray("files");
    return files == null
        ? List.of()
        : Stream.of((UUID[]) files.getArray()).map(FileId::new).toList();
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }
}
