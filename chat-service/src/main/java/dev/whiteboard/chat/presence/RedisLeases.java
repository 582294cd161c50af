package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Resources;
import dev.whiteboard.kit.store.Redis;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Leases in Redis, by its clock.
 *
 * <pre>
 *  PREFIX presence:USER  →  { at:NODE: ENDS, at:NODE: ENDS, since: CAME OR WENT }      all in ms
 * </pre>
 *
 * <p>A key stays for a day after its user was there last, so that it can be told since when he is
 * not.
 */
public final class RedisLeases implements Leases {
  private static final Duration KEPT = Duration.ofDays(1);

  private static final String RENEW = Resources.text("lua/chat/renew-presence.lua");
  private static final String RELEASE = Resources.text("lua/chat/release-presence.lua");
  private static final String LOOK = Resources.text("lua/chat/look-presence.lua");

  private final Redis redis;
  private final String prefix;
  private final String node;
  private final Duration lease;

  /**
   * Of one node.
   *
   * @param prefix what keys begin with
   * @param node its name
   * @param lease how long one lasts
   */
  public RedisLeases(Redis redis, String prefix, String node, Duration lease) {
    this.redis = redis;
    this.prefix = prefix;
    this.node = node;
    this.lease = lease;
  }

  @Override
  public CompletionStage<Boolean> renew(UserId user) {
    return change(RENEW, user, lease.toMillis());
  }

  @Override
  public CompletionStage<Boolean> release(UserId user, long goneMs) {
    return change(RELEASE, user, goneMs);
  }

  private CompletionStage<Boolean> change(String script, UserId user, long ms) {
    return redis
        .<Long>send(commands ->
            commands.eval(
                script,
                ScriptOutputType.INTEGER,
                new String[] {key(user)},
                node,
                Long.toString(ms),
                Long.toString(KEPT.toMillis())))
        .thenApply(changed -> changed == 1);
  }

  @Override
  public CompletionStage<Seen> look(UserId user) {
    return redis
        .<List<Long>>send(
            commands -> commands.eval(LOOK, ScriptOutputType.MULTI, new String[] {key(user)}))
        .thenApply(RedisLeases::seen);
  }

  private static Seen seen(List<Long> found) {
    var since = Optional.of(found.get(1)).filter(ms -> ms > 0).map(Instant::ofEpochMilli);
    return new Seen(found.get(0) == 1, since, found.get(2));
  }

  @Override
  public void ping() throws Exception {
    redis.ping();
  }

  private String key(UserId user) {
    return prefix + "presence:" + user;
  }
}
