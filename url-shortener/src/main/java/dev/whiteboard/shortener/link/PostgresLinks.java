package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.shortener.access.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Links in PostgreSQL. */
public final class PostgresLinks implements Links {
  /** A key older than this may make a new link. */
  private static final Duration IDEMPOTENCY_KEPT = Duration.ofDays(1);

  private final Database database;

  /** Links in this database. */
  public PostgresLinks(Database database) {
    this.database = database;
  }

  @Override
  public List<Insertion> insert(List<NewLink> batch) {
    return database.transaction(handle -> new LinkInserts(handle).insert(batch));
  }

  @Override
  public Optional<OwnedLink> find(String code) {
    return database.query(handle -> find(handle, code));
  }

  /** Forgets idempotency keys that are past their time. */
  public void forgetOldKeys(Instant now) {
    database.query(handle ->
        handle.execute(
            "DELETE FROM idempotency_keys WHERE created_at < ?",
            Timestamp.from(now.minus(IDEMPOTENCY_KEPT))));
  }

  static Optional<OwnedLink> find(Handle handle, String code) {
    return handle
        .createQuery("SELECT * FROM links WHERE code = :code")
        .bind("code", code)
        .map((row, _) -> ownedLink(row))
        .findOne();
  }

  private static OwnedLink ownedLink(ResultSet row) throws SQLException {
    var maxVisits = row.getInt("max_visits");
    var limited = !row.wasNull();
    var link =
        new Link(
            row.getString("code"),
            TargetUrl.kept(row.getString("url")),
            RedirectKind.ofStatus(row.getInt("redirect")).orElseThrow(),
            Optional.ofNullable(row.getString("title")),
            List.of((String[]) row.getArray("tags").getArray()),
            row.getTimestamp("created_at").toInstant(),
            Optional.ofNullable(instant(row.getTimestamp("expires_at"))),
            limited ? Optional.of(maxVisits) : Optional.empty());
    return new OwnedLink(link, ownership(row));
  }

  private static Ownership ownership(ResultSet row) throws SQLException {
    @Nullable String key = row.getString("owner_key");
    return key != null
        ? new Ownership.OfKey(key)
        : new Ownership.OfToken(new TokenHash(row.getBytes("manage_hash")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
