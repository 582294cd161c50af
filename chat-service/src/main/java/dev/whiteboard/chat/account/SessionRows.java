package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.secret.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** Rows of the table {@code sessions}, in the transaction of one handle, at one moment. */
final class SessionRows {
  private static final String END_SUPERSEDED =
      ClasspathSqlLocator.removingComments().getResource("sql/chat/account/end-superseded.sql");

  private static final String INSERT =
      """
      INSERT INTO sessions (id, user_id, device_id, family_hash, refresh_hash,
                            created_at, refreshed_at, expires_at)
      VALUES (:id, :user, :device, :family, :hash, :now, :now, :expires)
      """;

  private static final String LOCK_FAMILY =
      """
      SELECT id, user_id, device_id, refresh_hash FROM sessions
      WHERE family_hash = :family AND revoked_at IS NULL AND expires_at > :now
      FOR UPDATE
      """;

  private static final String EXCHANGE =
      """
      UPDATE sessions SET refresh_hash = :hash, refreshed_at = :now, expires_at = :expires
      WHERE id = :id
      """;

  private static final String REVOKE =
      """
      UPDATE sessions SET revoked_at = clock_timestamp()
      WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now
      """;

  private static final String LIVE =
      """
      SELECT id, device_id, created_at, refreshed_at, expires_at FROM sessions
      WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now
      ORDER BY refreshed_at DESC, id
      """;

  private final Handle handle;
  private final Instant now;

  /** In the transaction that this handle is in. */
  SessionRows(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /** A session, and what its refresh token is known by. */
  record Kept(SessionId id, UserId user, DeviceId device, TokenHash refreshHash) {}

  /** One sign-in of a user at a time, so that none is overlooked that is to end. */
  void lock(UserId user) {
    handle
        .createQuery("SELECT 1 FROM accounts WHERE id = :user FOR NO KEY UPDATE")
        .bind("user", user.value())
        .mapTo(Integer.class)
        .one();
  }

  /** Whether this user has, or had, a session on this device. */
  boolean isOf(UserId user, DeviceId device) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT FROM sessions WHERE user_id = :user AND device_id = :device)")
        .bind("user", user.value())
        .bind("device", device.value())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Ends those of the user's sessions that a new one takes the place of.
   *
   * @param othersMax how many may stay of other devices
   */
  List<SessionId> endSuperseded(Kept opened, int othersMax) {
    return handle
        .createQuery(END_SUPERSEDED)
        .bind("user", opened.user.value())
        .bind("device", opened.device.value())
        .bind("now", now)
        .bind("others", othersMax)
        .map((row, _) -> new SessionId(row.getObject("id", UUID.class)))
        .list();
  }

  void insert(Kept opened, TokenHash family, Duration idleMax) {
    handle
        .createUpdate(INSERT)
        .bind("id", opened.id.value())
        .bind("user", opened.user.value())
        .bind("device", opened.device.value())
        .bind("family", family.bytes())
        .bind("hash", opened.refreshHash.bytes())
        .bind("now", now)
        .bind("expires", now.plus(idleMax))
        .execute();
  }

  /** The session of a family that has not ended, locked until the transaction ends. */
  Optional<Kept> locked(TokenHash family) {
    return handle
        .createQuery(LOCK_FAMILY)
        .bind("family", family.bytes())
        .bind("now", now)
        .map((row, _) -> kept(row))
        .findOne();
  }

  /** Another refresh token is good from now on. */
  void exchange(SessionId session, RefreshToken next, Duration idleMax) {
    handle
        .createUpdate(EXCHANGE)
        .bind("id", session.value())
        .bind("hash", next.hash().bytes())
        .bind("now", now)
        .bind("expires", now.plus(idleMax))
        .execute();
  }

  /** Ends a session of this user; whether it had not ended. */
  boolean revoke(UserId user, SessionId session) {
    return handle
            .createUpdate(REVOKE)
            .bind("id", session.value())
            .bind("user", user.value())
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Those of a user that have not ended. */
  List<Session> live(UserId user) {
    return handle
        .createQuery(LIVE)
        .bind("user", user.value())
        .bind("now", now)
        .map((row, _) -> session(row))
        .list();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        new SessionId(row.getObject("id", UUID.class)),
        new UserId(row.getObject("user_id", UUID.class)),
        new DeviceId(row.getObject("device_id", UUID.class)),
        TokenHash.kept(row.getBytes("refresh_hash")));
  }

  private static Session session(ResultSet row) throws SQLException {
    return new Session(
        new SessionId(row.getObject("id", UUID.class)),
        new DeviceId(row.getObject("device_id", UUID.class)),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("refreshed_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }
}
