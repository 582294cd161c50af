package dev.whiteboard.chat.account;

import dev.whiteboard.kit.store.Redis;
import dev.whiteboard.kit.store.RedisSubscription;

/**
 * Tells other nodes through Redis that a session was revoked, so that they look at once rather than
 * within {@link AccountNews#EVERY}. Which session it was they read in the database: nobody is
 * signed out by what stands in Redis alone.
 *
 * <pre>
 *  channel  chat:revoked        message  empty
 * </pre>
 */
public final class RevocationHints implements AutoCloseable {
  private final RedisSubscription subscription;

  private RevocationHints(RedisSubscription subscription) {
    this.subscription = subscription;
  }

  /**
   * The servers in between.
   *
   * @param redis to tell on
   * @param url to hear on
   * @param prefix what the channel begins with
   */
  public record Channel(Redis redis, String url, String prefix) {
    String name() {
      return prefix + "revoked";
    }
  }

  /**
   * Begins to tell and to hear.
   *
   * @param revoked says when this node has something to tell
   * @param news looks when another has
   */
  public static RevocationHints open(Channel channel, RevokedSessions revoked, AccountNews news) {
    revoked.onRevokedHere(() -> {
      // Where it is not told, the others look in a moment by themselves.
      var _ = channel.redis.publish(channel.name(), "");
    });
    return new RevocationHints(
        RedisSubscription.open(channel.url, channel.name(), _ -> news.hint()));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
