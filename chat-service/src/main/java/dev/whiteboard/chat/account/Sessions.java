package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.store.Database;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/**
 * Devices' sign-ins, in PostgreSQL. Blocks.
 *
 * <p>A device has one at a time: signing in again ends the one before. A refresh token is good
 * once; who brings one that was used has stolen it or been stolen from, and which of the two can't
 * be told: so the session ends for both (RFC 9700, section 4.14.2).
 */
public final class Sessions {
  /** Of one user; with one more the one that was used least recently ends. */
  public static final int LIVE_MAX = 50;

  /** How long an ended session is remembered, and with it whose device that was. */
  private static final Duration ENDED_KEPT = Duration.ofDays(90);

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

  private static final String REFRESH =
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

  private final Database database;
  private final Tokens tokens;
  private final RevokedSessions revoked;
  private final Ids ids;
  private final Duration idleMax;

  /**
   * Where a session's ids, secrets and times come from.
   *
   * @param random unguessable
   */
  public record Ids(UuidV7 ids, SecureRandom random, InstantSource clock) {}

  private record Kept(SessionId id, UserId user, DeviceId device, TokenHash refreshHash) {}

  /**
   * Sessions in this database.
   *
   * @param revoked is told of those that end here
   * @param idleMax how long one lasts that is not refreshed
   */
  public Sessions(
      Database database, Tokens tokens, RevokedSessions revoked, Ids ids, Duration idleMax) {
    this.database = database;
    this.tokens = tokens;
    this.revoked = revoked;
    this.ids = ids;
    this.idleMax = idleMax;
  }

  /**
   * Signs a device in.
   *
   * @param device which it says it is; empty for a new one. It gets a new id where that is not one
   *     of this user's
   */
  public SignedIn open(UserId user, Optional<DeviceId> device) {
    var now = ids.clock.instant();
    var token = RefreshToken.create(ids.random);
    var ended = new ArrayList<SessionId>();
    var session =
        database.transaction(handle -> {
          lock(handle, user);
          var own =
              device
                  .filter(asked -> isOf(handle, user, asked))
                  .orElseGet(() -> new DeviceId(ids.ids.next()));
          var opened = new Kept(new SessionId(ids.ids.next()), user, own, token.hash());
          ended.addAll(endSuperseded(handle, opened, now));
          insert(handle, opened, token.familyHash(), now);
          return opened;
        });
    revoked.revokedHere(ended, now);
    return signedIn(session, token, now);
  }

  /**
   * Exchanges a refresh token.
   *
   * @return the next, and a new token; empty where it is not good, or no longer
   */
  public Optional<SignedIn> refresh(String text) {
    return RefreshToken.parse(text).flatMap(this::refresh);
  }

  /**
   * Ends a session of this user.
   *
   * @return whether it is one that had not ended
   */
  public boolean revoke(UserId user, SessionId session) {
    var now = ids.clock.instant();
    var done = database.query(handle -> revoke(handle, user, session, now));
    revoked.revokedHere(done ? List.of(session) : List.of(), now);
    return done;
  }

  /** The user's devices that are signed in, the most recently used first. */
  public List<Session> live(UserId user) {
    return database.query(handle ->
        handle
            .createQuery(LIVE)
            .bind("user", user.value())
            .bind("now", ids.clock.instant())
            .map((row, _) -> session(row))
            .list());
  }

  /** Forgets those that ended long ago. */
  public void forgetOld() {
    database.query(handle ->
        handle
            .createUpdate("DELETE FROM sessions WHERE least(revoked_at, expires_at) < :past")
            .bind("past", ids.clock.instant().minus(ENDED_KEPT))
            .execute());
  }

  private Optional<SignedIn> refresh(RefreshToken token) {
    var now = ids.clock.instant();
    var next = token.next(ids.random);
    var ended = new ArrayList<SessionId>();
    var session =
        database.transaction(handle -> {
          var found = locked(handle, token.familyHash(), now);
          var used = found.filter(kept -> !kept.refreshHash.equals(token.hash()));
          used.filter(kept -> revoke(handle, kept.user, kept.id, now))
              .ifPresent(kept -> ended.add(kept.id));
          var fresh = found.filter(_ -> used.isEmpty());
          fresh.ifPresent(kept -> exchange(handle, kept.id, next, now));
          return fresh;
        });
    revoked.revokedHere(ended, now);
    return session.map(kept -> signedIn(kept, next, now));
  }

  private SignedIn signedIn(Kept session, RefreshToken token, Instant now) {
    var issued = tokens.issue(session.user, session.device, session.id, now);
    return new SignedIn(issued, token.text());
  }

  /** One sign-in of a user at a time, so that none is overlooked that is to end. */
  private static void lock(Handle handle, UserId user) {
    handle
        .createQuery("SELECT 1 FROM accounts WHERE id = :user FOR NO KEY UPDATE")
        .bind("user", user.value())
        .mapTo(Integer.class)
        .one();
  }

  private static boolean isOf(Handle handle, UserId user, DeviceId device) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT FROM sessions WHERE user_id = :user AND device_id = :device)")
        .bind("user", user.value())
        .bind("device", device.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static Collection<SessionId> endSuperseded(Handle handle, Kept opened, Instant now) {
    return handle
        .createQuery(END_SUPERSEDED)
        .bind("user", opened.user.value())
        .bind("device", opened.device.value())
        .bind("now", now)
        .bind("others", LIVE_MAX - 1)
        .map((row, _) -> new SessionId(row.getObject("id", UUID.class)))
        .list();
  }

  private void insert(Handle handle, Kept opened, TokenHash family, Instant now) {
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

  private static Optional<Kept> locked(Handle handle, TokenHash family, Instant now) {
    return handle
        .createQuery(LOCK_FAMILY)
        .bind("family", family.bytes())
        .bind("now", now)
        .map((row, _) -> kept(row))
        .findOne();
  }

  private void exchange(Handle handle, SessionId session, RefreshToken next, Instant now) {
    handle
        .createUpdate(REFRESH)
        .bind("id", session.value())
        .bind("hash", next.hash().bytes())
        .bind("now", now)
        .bind("expires", now.plus(idleMax))
        .execute();
  }

  private static boolean revoke(Handle handle, UserId user, SessionId session, Instant now) {
    return handle
            .createUpdate(REVOKE)
            .bind("id", session.value())
            .bind("user", user.value())
            .bind("now", now)
            .execute()
        == 1;
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
