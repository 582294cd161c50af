package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code links}, as links. */
final class LinkRows {
  private LinkRows() {}

  static StoredLink read(ResultSet row) throws SQLException {
    return new StoredLink(
        link(row), ownership(row), row.getLong("version"), row.getTimestamp("deleted_at") != null);
  }

  private static Link link(ResultSet row) throws SQLException {
    var maxVisits = row.getInt("max_visits");
    var limited = !row.wasNull();
    return new Link(
        row.getString("code"),
        TargetUrl.kept(row.getString("url")),
        RedirectKind.ofStatus(row.getInt("redirect")).orElseThrow(),
        Optional.ofNullable(row.getString("title")),
        List.of((String[]) row.getArray("tags").getArray()),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(instant(row.getTimestamp("expires_at"))),
        limited ? Optional.of(maxVisits) : Optional.empty());
  }

  private static Ownership ownership(ResultSet row) throws SQLException {
    @Nullable String key = row.getString("owner_key");
    return key != null
        ? new Ownership.OfKey(key)
        : new Ownership.OfToken(TokenHash.kept(row.getBytes("manage_hash")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
