package dev.whiteboard.chat.account;

import dev.whiteboard.chat.account.SessionRows.Kept;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.kit.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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

  /** What a transaction came to: a session that is good, and those that it ended. */
  private record Outcome(Optional<Kept> session, List<SessionId> ended) {}

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
    var outcome =
        database.transaction(handle -> open(new SessionRows(handle, now), user, device, token));
    return told(outcome, token, now).orElseThrow();
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
    var isEnded = database.query(handle -> new SessionRows(handle, now).revoke(user, session));
    revoked.revokedHere(isEnded ? List.of(session) : List.of(), now);
    return isEnded;
  }

  /** The user's devices that are signed in, the most recently used first. */
  public List<Session> live(UserId user) {
    var now = ids.clock.instant();
    return database.query(handle -> new SessionRows(handle, now).live(user));
  }

  /** Forgets those that ended long ago. */
  public void forgetOld() {
    database.query(handle ->
        handle
            .createUpdate("DELETE FROM sessions WHERE least(revoked_at, expires_at) < :past")
            .bind("past", ids.clock.instant().minus(ENDED_KEPT))
            .execute());
  }

  private Outcome open(
      SessionRows rows, UserId user, Optional<DeviceId> device, RefreshToken token) {
    rows.lock(user);
    var own =
        device
            .filter(asked -> rows.isOf(user, asked))
            .orElseGet(() -> new DeviceId(ids.ids.next()));
    var opened = new Kept(new SessionId(ids.ids.next()), user, own, token.hash());
    var ended = rows.endSuperseded(opened, LIVE_MAX - 1);
    rows.insert(opened, token.familyHash(), idleMax);
    return new Outcome(Optional.of(opened), ended);
  }

  private Optional<SignedIn> refresh(RefreshToken token) {
    var now = ids.clock.instant();
    var next = token.next(ids.random);
    var outcome =
        database.transaction(handle -> exchange(new SessionRows(handle, now), token, next));
    return told(outcome, next, now);
  }

  private Outcome exchange(SessionRows rows, RefreshToken token, RefreshToken next) {
    var found = rows.locked(token.familyHash());
    if (found.isEmpty()) {
      return new Outcome(Optional.empty(), List.of());
    }
    var session = found.get();
    if (!session.refreshHash().equals(token.hash())) {
      rows.revoke(session.user(), session.id());
      return new Outcome(Optional.empty(), List.of(session.id()));
    }
    rows.exchange(session.id(), next, idleMax);
    return new Outcome(found, List.of());
  }

  /** After the commit: what ended is no longer good, what is good gets its token. */
  private Optional<SignedIn> told(Outcome outcome, RefreshToken token, Instant now) {
    revoked.revokedHere(outcome.ended, now);
    return outcome.session.map(session -> {
      var issued = tokens.issue(session.user(), session.device(), session.id(), now);
      return new SignedIn(issued, token.text());
    });
  }
}
