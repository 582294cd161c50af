package dev.whiteboard.chat.presence;

import static dev.whiteboard.chat.log.ChatRows.sender;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.OFFLINE;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.ONLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.chat.log.ChatRows.Sender;
import dev.whiteboard.chat.presence.Leases.Seen;
import dev.whiteboard.chat.protocol.ServerFrame.Presence.State;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsStack({Server.POSTGRES, Server.REDIS})
final class PresenceIT {
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final Duration LONG = PresenceNode.LEASE;
  private static final Duration SHORT = Duration.ofMillis(300);

  private static TestStack servers;
  private static Redis redis;
  private static PresenceNode first;
  private static PresenceNode second;

  @BeforeAll
  static void open(TestStack stack) {
    servers = stack;
    redis = Redis.open(stack.redisUrl());
    first = node("one", LONG);
    second = node("two", LONG);
    await()
        .atMost(WITHIN)
        .ignoreExceptions()
        .until(() -> {
          redis.ping();
          return true;
        });
  }

  private static PresenceNode node(String name, Duration lease) {
    return new PresenceNode(name, servers.redisUrl(), servers.redisKeyPrefix(), lease);
  }

  @AfterAll
  static void close() {
    first.close();
    second.close();
    redis.close();
  }

  @Test
  void came_onOneNode_isSeenOnTheOther_andSoIsThatHeWent() throws Exception {
    var ada = user();
    var looker = second.looker(user(), ada);
    awaitShown(looker, ada, OFFLINE);

    first.presence.came(ada);
    awaitShown(looker, ada, OFFLINE, ONLINE);
    first.gone(ada);

    awaitShown(looker, ada, OFFLINE, ONLINE, OFFLINE);
  }

  @Test
  void gone_toTheOtherNode_wasNeverAway() throws Exception {
    var ada = user();
    var ben = user();
    first.presence.came(ada);
    first.presence.came(ben);
    var looker = second.looker(user(), ada, ben);
    awaitShown(looker, ada, ONLINE);
    awaitShown(looker, ben, ONLINE);

    first.gone(ada);
    second.presence.came(ada);
    first.gone(ben);

    awaitShown(looker, ben, ONLINE, OFFLINE);
    assertThat(looker.of(ada)).containsExactly(ONLINE);
  }

  /** Nobody says that he went: his lease ends. */
  @Test
  void node_diesWithItsUsers_theyAreSeenToHaveGone() throws Exception {
    var ada = user();
    var looker = second.looker(user(), ada);
    try (var dying = node("three", Duration.ofSeconds(3))) {
      dying.presence.came(ada);
      await()
          .atMost(WITHIN)
          .untilAsserted(() -> {
            dying.presence.heard(ada);
            assertThat(looker.of(ada)).contains(ONLINE);
          });
    }

    await()
        .atMost(WITHIN.multipliedBy(2))
        .untilAsserted(() -> assertThat(looker.of(ada)).endsWith(ONLINE, OFFLINE));
  }

  @Test
  void lease_twoNodes_onlineUntilTheLastGoes_andSinceTheFirstCame() throws Exception {
    var ada = user();
    var one = leases("one", LONG);
    var two = leases("two", LONG);
    assertThat(get(one.look(ada)).since()).isEmpty();

    assertThat(get(one.renew(ada))).isTrue();
    var since = get(one.look(ada)).since();
    assertThat(get(two.renew(ada))).isFalse();
    assertThat(get(one.renew(ada))).isFalse();
    assertThat(get(one.release(ada, 0))).isFalse();
    assertThat(get(one.look(ada)).online()).isTrue();
    assertThat(get(one.look(ada)).since()).isEqualTo(since);
    assertThat(get(one.look(ada)).sureMs()).isBetween(1L, LONG.toMillis());

    assertThat(get(two.release(ada, 60_000))).isTrue();
    var seen = get(one.look(ada));
    assertThat(seen.online()).isFalse();
    assertThat(seen.since().orElseThrow()).isBefore(since.orElseThrow());
  }

  @Test
  void lease_ends_offlineSinceThen_andWhoComesAgainCameOnline() throws Exception {
    var ada = user();
    var dead = leases("dead", SHORT);
    get(dead.renew(ada));
    var ends = Long.parseLong(get(redis.send(commands -> commands.hget(key(ada), "at:dead"))));
    await().atMost(WITHIN).until(() -> !get(dead.look(ada)).online());

    Seen seen = get(dead.look(ada));
    assertThat(seen.since()).contains(Instant.ofEpochMilli(ends));
    assertThat(get(leases("one", LONG).renew(ada))).isTrue();
  }

  @Test
  void visible_whoSharesAChatNow_andNobodyElse() {
    try (var database = Database.open(DatabaseUrl.parse(servers.databaseUrl()), "chat", 2)) {
      database.migrate("db/chat");
      var databases = Shards.inOrder(List.of(database));
      var rows = new ChatRows(database);
      var ada = sender();
      var ben = sender();
      var cleo = sender();
      chat(database, rows, ada, ben);
      chat(database, rows, ben, cleo);
      var users = List.of(ben.user(), cleo.user(), user());

      assertThat(new Acquaintances(databases).visibleTo(ada.user(), users))
          .containsExactly(ben.user());
      database.query(
          handle -> handle.execute("DELETE FROM inbox WHERE user_id = ?", ada.user().value()));
      assertThat(new Acquaintances(databases).visibleTo(ada.user(), users)).isEmpty();
    }
  }

  private static void chat(Database database, ChatRows rows, Sender... members) {
    var chat = rows.chat(members);
    for (var member : members) {
      database.query(handle ->
          handle.execute("INSERT INTO inbox VALUES (?, ?)", member.user().value(), chat.value()));
    }
  }

  private static Leases leases(String node, Duration lease) {
    return new RedisLeases(redis, servers.redisKeyPrefix(), node, lease);
  }

  private static void awaitShown(Looker looker, UserId user, State... states) {
    await().atMost(WITHIN).untilAsserted(() -> assertThat(looker.of(user)).containsExactly(states));
  }

  private static String key(UserId user) {
    return servers.redisKeyPrefix() + "presence:" + user;
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static UserId user() {
    return sender().user();
  }
}
