package dev.whiteboard.kit.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is published on a channel of Redis, on a connection of its own.
 *
 * <p>What is published while there is no connection is lost: a hint, and never the truth. The
 * connection comes back by itself, also where Redis was not there at the start.
 */
public final class RedisSubscription implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  /** The longest pause between two attempts to come back. */
  private static final Duration RECONNECT_PAUSE_MAX = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(RedisSubscription.class);

  private final ClientResources resources =
      DefaultClientResources.builder()
          .reconnectDelay(
              Delay.equalJitter(
                  Duration.ofMillis(20), RECONNECT_PAUSE_MAX, 2, TimeUnit.MILLISECONDS))
          .build();
  private final RedisClient client;
  private final RedisURI address;
  private final String channel;
  private final Consumer<String> listener;
  private volatile boolean closed;

  private RedisSubscription(String url, String channel, Consumer<String> listener) {
    this.address = Redis.addressOf(url);
    this.client = RedisClient.create(resources, address);
    this.channel = channel;
    this.listener = listener;
    client.setOptions(
        ClientOptions.builder()
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_MAX).build())
            .build());
  }

  /**
   * Begins to connect.
   *
   * @param url {@code redis://[:password@]host:port[/database]}
   * @param listener is given each message, on a thread of the connection; must not block
   * @throws IllegalArgumentException where it is no such URL
   */
  public static RedisSubscription open(String url, String channel, Consumer<String> listener) {
    var subscription = new RedisSubscription(url, channel, listener);
    subscription.connect();
    return subscription;
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Lettuce comes back to a server that it once reached; the first time is up to us. */
  private void connect() {
    var _ =
        client
            .connectPubSubAsync(StringCodec.UTF8, address)
            .whenComplete((connection, failure) -> {
              if (failure == null) {
                subscribe(connection);
              } else if (!closed) {
                log.debug("Redis is not there yet", failure);
                connectLater();
              }
            });
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

  private void connectLater() {
    var _ =
        resources
            .eventExecutorGroup()
            .schedule(
                () -> {
                  if (!closed) {
                    connect();
                  }
                },
                RECONNECT_PAUSE_MAX.toMillis(),
                TimeUnit.MILLISECONDS);
  }
}
