package dev.whiteboard.chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.SessionId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a node hears of sessions that others revoke; times are the database's. */
@NeedsStack({Server.POSTGRES, Server.REDIS})
final class RevokedSessionsIT {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private static TestStack servers;
  private static Database database;
  private static UserId user;

  @BeforeAll
  static void open(TestStack stack) {
    servers = stack;
    database = Database.open(DatabaseUrl.parse(stack.databaseUrl()), "chat", 4);
    database.migrate("db/chat");
    user = new UserId(UUID.randomUUID());
    database.query(handle ->
        handle.execute("INSERT INTO accounts VALUES (?, 'a', 'a', '', now())", user.value()));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void refresh_revokedWithinATokensLifetime_isKnown_andBeforeItIsNot() {
    var recent = session("59 minutes");
    var old = session("62 minutes");
    var revoked = new RevokedSessions(database, LIFETIME);

    revoked.refresh();

    assertThat(revoked.contains(recent)).isTrue();
    assertThat(revoked.contains(old)).isFalse();
  }

  /** A transaction that took its time shows what is older than what was read before. */
  @Test
  void refresh_rowThatShowsLate_isFound() {
    var revoked = new RevokedSessions(database, LIFETIME);
    revoked.refresh();
    var late = session("30 seconds");

    revoked.refresh();

    assertThat(revoked.contains(late)).isTrue();
  }

  @Test
  void refresh_noTokenIsLeft_isForgotten() {
    var revoked = new RevokedSessions(database, LIFETIME);
    var session = session("0 seconds");
    revoked.refresh();
    revoked.revokedHere(List.of(session), Instant.EPOCH);

    var count = revoked.count();
    age(session, "2 hours");
    revoked.refresh();

    assertThat(revoked.contains(session)).isFalse();
    assertThat(revoked.count()).isLessThan(count);
  }

  @Test
  void meters_sessionsKnown_areShown() {
    var revoked = new RevokedSessions(database, LIFETIME);
    revoked.revokedHere(List.of(session("0 seconds")), Instant.now());
    var cost = new PasswordHashes.Cost(64, 1);
    try (var metrics = new Metrics();
        var hashes = new PasswordHashes(cost, 1, NEVER, new SecureRandom())) {
      AccountMeters.watch(metrics.registry(), revoked, hashes);

      assertThat(metrics.scrape())
          .contains("chat_revoked_sessions 1.0")
          .contains("chat_passwords_waiting 0.0");
    }
  }

  @Test
  void onRevoked_eachSession_isToldOnce_andAListenerThatFailsHindersNobody() {
    var revoked = new RevokedSessions(database, LIFETIME);
    var heard = new CopyOnWriteArrayList<SessionId>();
    revoked.onRevoked(_ -> {
      throw new IllegalStateException("a listener that fails");
    });
    revoked.onRevoked(heard::add);
    var session = session("0 seconds");

    revoked.revokedHere(List.of(session), Instant.now());
    revoked.refresh();
    revoked.refresh();

    assertThat(heard).containsOnlyOnce(session);
  }

  @Test
  void news_hintInRedis_isWhatMakesTheOtherNodeLook() {
    var here = new RevokedSessions(database, LIFETIME);
    var there = new RevokedSessions(database, LIFETIME);
    try (var redis = Redis.open(servers.redisUrl());
        var newsHere = AccountNews.start(List.of(), NEVER);
        var newsThere = AccountNews.start(List.of(there::refresh), NEVER);
        var _ = RevocationHints.open(channel(redis), here, newsHere);
        var _ = RevocationHints.open(channel(redis), there, newsThere)) {
      for (var i = 0; i < 3; i++) {
        var session = session("0 seconds");
        await()
            .until(() -> {
              here.revokedHere(List.of(session), Instant.now());
              return there.contains(session);
            });
      }
    }
  }

  @Test
  void news_databaseAwayForALook_goesOn() {
    var looks = new AtomicInteger();
    Runnable failing =
        () -> {
          if (looks.incrementAndGet() == 2) {
            throw new StoreAwayException("not there");
          }
        };
    try (var _ = AccountNews.start(List.of(failing), Duration.ofMillis(1))) {
      await().until(() -> looks.get() > 3);
    }
  }

  private static RevocationHints.Channel channel(Redis redis) {
    return new RevocationHints.Channel(redis, servers.redisUrl(), servers.redisKeyPrefix());
  }

  private static SessionId session(String ago) {
    var id = new SessionId(UUID.randomUUID());
    database.query(handle ->
        handle.execute(
            """
            INSERT INTO sessions
            VALUES (?, ?, ?, sha256(?), '', now(), now(), now() + interval '1 day', NULL)
            """,
            id.value(),
            user.value(),
            UUID.randomUUID(),
            id.toString().getBytes(UTF_8)));
    age(id, ago);
    return id;
  }

  private static void age(SessionId session, String ago) {
    database.query(handle ->
        handle.execute(
            "UPDATE sessions SET revoked_at = now() - CAST(? AS interval) WHERE id = ?",
            ago,
            session.value()));
  }
}
