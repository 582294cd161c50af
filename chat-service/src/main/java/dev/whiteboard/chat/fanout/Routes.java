package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Resources;
import dev.whiteboard.kit.store.Redis;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Which node each device is connected to, in Redis, each for as long as its lease: a node that dies
 * takes its routes along within a minute.
 *
 * <pre>
 *  PREFIX route:USER  →  { DEVICE: "EXPIRES NODE", DEVICE: "EXPIRES NODE" }     EXPIRES in ms
 * </pre>
 *
 * <p>A hint: a route that is missing costs time, one that is wrong costs a message to nobody.
 */
public final class Routes {
  /** What a connection's heartbeat renews; two may be lost. */
  public static final Duration LEASE = Duration.ofSeconds(75);

  private static final String RELEASE = Resources.text("lua/chat/release-route.lua");

  private final Redis redis;
  private final String prefix;
  private final String node;
  private final InstantSource clock;

  /**
   * Of one node.
   *
   * @param prefix what keys in Redis begin with
   * @param node its name, without a blank
   */
  public Routes(Redis redis, String prefix, String node, InstantSource clock) {
    this.redis = redis;
    this.prefix = prefix;
    this.node = node;
    this.clock = clock;
  }

  /** The device is here, for another {@link #LEASE}. Never blocks; fails while Redis is away. */
  public CompletionStage<Boolean> lease(UserId user, DeviceId device) {
    var key = key(user);
    var route = clock.instant().plus(LEASE).toEpochMilli() + " " + node;
    var leased = redis.send(commands -> commands.hset(key, device.toString(), route));
    var _ = redis.send(commands -> commands.pexpire(key, LEASE));
    return leased;
  }

  /** The device is here no more. Never blocks. */
  public CompletionStage<Long> release(UserId user, DeviceId device) {
    return redis.send(commands ->
        commands.eval(
            RELEASE, ScriptOutputType.INTEGER, new String[] {key(user)}, device.toString(), node));
  }

  /** The nodes that a user's devices are connected to. Never blocks; fails while Redis is away. */
  public CompletionStage<Set<String>> nodesOf(UserId user) {
    return redis
        .<Map<String, String>>send(commands -> commands.hgetall(key(user)))
        .thenApply(this::nodes);
  }

  private Set<String> nodes(Map<String, String> routes) {
    var now = clock.millis();
    return routes.values().stream()
        .map(route -> route.split(" ", 2))
        .filter(route -> route.length == 2 && Long.parseLong(route[0]) > now)
        .map(route -> route[1])
        .collect(Collectors.toSet());
  }

  private String key(UserId user) {
    return prefix + "route:" + user;
  }
}
