package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.fanout.Audience;
import dev.whiteboard.chat.fanout.Incoming;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.fanout.Outgoing.NodeChannels;
import dev.whiteboard.chat.fanout.Routes;
import dev.whiteboard.chat.fanout.Switchboard;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.NoMembers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Redis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What a node has for presence, on Redis, with one event loop. */
final class PresenceNode implements AutoCloseable {
  /** So long that none ends while a test looks. */
  static final Duration LEASE = Duration.ofMinutes(5);

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ExecutorService eventLoop = Executors.newSingleThreadExecutor();
  private final Redis redis;
  private final Outgoing outgoing;
  private final Incoming incoming;
  final Presence presence;
  final Looker connection = new Looker(eventLoop);

  PresenceNode(String name, String redisUrl, String prefix, Duration lease) {
    var times = new PresenceTimes(lease, GRACE);
    redis = Redis.open(redisUrl);
    var switchboard = new Switchboard();
    var routes = new Routes(redis, prefix, name, InstantSource.system());
    var audience = new Audience(new NoMembers(), routes::nodesOf);
    var channels = new NodeChannels(redis, prefix, name);
    outgoing = new Outgoing(switchboard, audience, channels, Shards.inOrder(List.of(name)));
    presence =
        Presence.start(
            new Presence.Parts(
                new RedisLeases(redis, prefix, name, lease),
                (_, users) -> new HashSet<>(users),
                outgoing::presence,
                eventLoop,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                times,
                1_000,
                new PresenceMeters(new SimpleMeterRegistry())));
    incoming =
        Incoming.open(
            redisUrl, channels, new Incoming.Parts(switchboard, audience, _ -> {}, presence));
  }

  /** A client that watches these. */
  Looker looker(UserId watcher, UserId... users) throws Exception {
    var looker = new Looker(eventLoop);
    CompletableFuture.runAsync(() -> presence.watch(looker, watcher, List.of(users)), eventLoop)
        .get(10, TimeUnit.SECONDS);
    return looker;
  }

  void gone(UserId user) {
    eventLoop.execute(() -> presence.gone(connection, user));
  }

  @Override
  public void close() {
    presence.close();
    incoming.close();
    outgoing.close();
    redis.close();
    eventLoop.shutdownNow();
  }
}
