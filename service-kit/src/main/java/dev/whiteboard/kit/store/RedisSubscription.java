package dev.whiteboard.kit.store;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.function.Consumer;

/**
 * Hears what is published on a channel of Redis, on a connection of its own. Of a cluster that is
 * to any one node: they pass on to each other what is published.
 *
 * <p>What is published while there is no connection is lost: a hint, and never the truth. The
 * connection comes back by itself, also where Redis was not there at the start.
 */
public final class RedisSubscription implements AutoCloseable {
  private final RedisServers servers;
  private final String channel;
  private final Consumer<String> listener;

  private RedisSubscription(RedisServers servers, String channel, Consumer<String> listener) {
    this.servers = servers;
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * Begins to connect.
   *
   * @param url as {@link RedisUrl}: {@code redis://[:password@]host:port[,host:port...]}
   * @param listener is given each message, on a thread of the connection; must not block
   * @throws IllegalArgumentException where it is no such URL
   */
  public static RedisSubscription open(String url, String channel, Consumer<String> listener) {
    var servers = RedisServers.forSubscription(url);
    var subscription = new RedisSubscription(servers, channel, listener);
    servers.connectPubSub(subscription::subscribe);
    return subscription;
  }

  @Override
  public void close() {
    servers.close();
  }

  private void subscribe(StatefulRedisPubSubConnection<String, String> connection) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            listener.accept(message);
          }
        });
    var _ = connection.async().subscribe(channel);
  }
}
