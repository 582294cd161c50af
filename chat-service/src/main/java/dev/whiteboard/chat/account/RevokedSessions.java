package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.kit.store.Database;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that were revoked within a token's lifetime, in memory: those whose tokens would be
 * good otherwise. {@link #refresh} takes in what other nodes revoked.
 *
 * <p>As many as are signed out in that time, some 100 bytes each. Each was signed in before, which
 * takes a turn of {@link PasswordHashes}: that bounds them.
 */
public final class RevokedSessions {
  /**
   * How much further back each look goes: a row shows when its transaction ends, which is later
   * than its time; and nodes' clocks differ from the database's.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private static final String REVOKED_SINCE =
      "SELECT id, revoked_at FROM sessions WHERE revoked_at >= ?";

  private static final Logger log = LoggerFactory.getLogger(RevokedSessions.class);

  private final Database database;
  private final Duration tokenLifetime;
  private final Map<SessionId, Instant> revoked = new ConcurrentHashMap<>();
  private final List<Consumer<SessionId>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> hints = new CopyOnWriteArrayList<>();

  /** By the database's clock; null until it was asked once. Guarded by this. */
  private @Nullable Instant readUpTo;

  /**
   * Knows of none yet.
   *
   * @param tokenLifetime how long a token is good
   */
  public RevokedSessions(Database database, Duration tokenLifetime) {
    this.database = database;
    this.tokenLifetime = tokenLifetime;
  }

  /** Whether this session is known to be revoked. Never blocks. */
  public boolean contains(SessionId session) {
    return revoked.containsKey(session);
  }

  /** How many are known. */
  public int count() {
    return revoked.size();
  }

  /** Tells of each session once it is known to be revoked; must neither block nor throw. */
  public void onRevoked(Consumer<SessionId> listener) {
    listeners.add(listener);
  }

  /** Runs when this node has revoked sessions, so that other nodes look sooner; must not block. */
  public void onRevokedHere(Runnable hint) {
    hints.add(hint);
  }

  /** Takes in what this node revoked just now, after it was committed. */
  void revokedHere(Collection<SessionId> sessions, Instant now) {
    if (!sessions.isEmpty()) {
      sessions.forEach(session -> add(session, now));
      hints.forEach(Runnable::run);
    }
  }

  /**
   * Takes in what was revoked since the last time, and forgets what no token is left of. Blocks.
   */
  public synchronized void refresh() {
    readUpTo =
        database.query(handle -> {
          var now = now(handle);
          var since = readUpTo == null ? now.minus(tokenLifetime) : readUpTo;
          handle
              .createQuery(REVOKED_SINCE)
              .bind(0, Timestamp.from(since.minus(OVERLAP)))
              .map((row, _) ->
                  Map.entry(
                      new SessionId(row.getObject("id", UUID.class)),
                      row.getTimestamp("revoked_at").toInstant()))
              .forEach(found -> add(found.getKey(), found.getValue()));
          return now;
        });
    var past = readUpTo.minus(tokenLifetime).minus(OVERLAP);
    revoked.values().removeIf(at -> at.isBefore(past));
  }

  private static Instant now(Handle handle) {
    return handle
        .createQuery("SELECT clock_timestamp()")
        .map((row, _) -> row.getTimestamp(1).toInstant())
        .one();
  }

  private void add(SessionId session, Instant at) {
    if (revoked.put(session, at) == null) {
      listeners.forEach(listener -> tell(listener, session));
    }
  }

  /** One that fails keeps the others from nothing. */
  private static void tell(Consumer<SessionId> listener, SessionId session) {
    try {
      listener.accept(session);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("could not tell of a revoked session");
    }
  }
}
