package dev.whiteboard.kit.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to Redis for what may be lost: caches and hints.
 *
 * <p>While Redis is away a command fails at once instead of queueing, and in any case within {@link
 * #COMMAND_MAX}; the connection comes back by itself, also where Redis was not there at the start.
 */
public final class Redis implements AutoCloseable {
  /** A cache that takes longer than this is slower than the database behind it. */
  private static final Duration COMMAND_MAX = Duration.ofMillis(100);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  /** Commands without an answer yet: when a silent server has so many, the next fails at once. */
  private static final int COMMANDS_WAITING_MAX = 16_384;

  /** The longest pause between two attempts to come back. */
  private static final Duration RECONNECT_PAUSE_MAX = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(Redis.class);

  private final ClientResources resources =
      DefaultClientResources.builder()
          .reconnectDelay(
              Delay.equalJitter(
                  Duration.ofMillis(20), RECONNECT_PAUSE_MAX, 2, TimeUnit.MILLISECONDS))
          .build();
  private final RedisClient client;
  private final RedisURI address;
  private volatile CompletableFuture<StatefulRedisConnection<String, String>> connection;
  private volatile boolean closed;

  private Redis(RedisURI address) {
    this.address = address;
    this.client = RedisClient.create(resources, address);
    client.setOptions(options());
    this.connection = connect();
  }

  /**
   * Begins to connect.
   *
   * @param url {@code redis://[:password@]host:port[/database]}
   * @throws IllegalArgumentException where it is no such URL; nothing of it is in the message or a
   *     cause, as it may hold a password
   */
  public static Redis open(String url) {
    return new Redis(addressOf(url));
  }

  /** Where it is; refuses what is no such URL without showing it. */
  static RedisURI addressOf(String url) {
    try {
      var address = RedisURI.create(url);
      address.setTimeout(CONNECT_MAX); // also of the greeting that follows on the connection
      return address;
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("not a Redis URL: redis://:password@host:port/database");
    }
  }

  /**
   * Sends a command.
   *
   * @return its result, failed at once while there is no connection; never thrown, so that there is
   *     one way only to hear of it
   */
  public <T> CompletionStage<T> send(Command<T> command) {
    var current = connection;
    if (closed || !current.isDone() || current.isCompletedExceptionally()) {
      return CompletableFuture.failedStage(new RedisAwayException());
    }
    try {
      return command.send(current.join().async());
    } catch (RuntimeException e) { // as when it is closed this moment
      return CompletableFuture.failedStage(e);
    }
  }

  /** One command on the asynchronous API. */
  @FunctionalInterface
  public interface Command<T> {
    /** Sends it. */
    CompletionStage<T> send(RedisAsyncCommands<String, String> commands);
  }

  /** There is no connection at the moment. */
  public static final class RedisAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisAwayException() {
      super("Redis is away", null, false, false);
    }
  }

  /** Asks the server for a sign of life; blocks for its answer. */
  public void ping() throws Exception {
    send(RedisAsyncCommands::ping)
        .toCompletableFuture()
        .get(COMMAND_MAX.toMillis() * 2, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Lettuce comes back to a server that it once reached; the first time is up to us. */
  private CompletableFuture<StatefulRedisConnection<String, String>> connect() {
    return client
        .connectAsync(io.lettuce.core.codec.StringCodec.UTF8, address)
        .toCompletableFuture()
        .whenComplete((_, failure) -> {
          if (failure != null && !closed) {
            log.debug("Redis is not there yet", failure);
            connectLater();
          }
        });
  }

  /** On threads of our own: the common pool may be busy with who knows what. */
  private void connectLater() {
    var _ =
        resources
            .eventExecutorGroup()
            .schedule(
                () -> {
                  if (!closed) {
                    connection = connect();
                  }
                },
                RECONNECT_PAUSE_MAX.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled(COMMAND_MAX))
        .requestQueueSize(COMMANDS_WAITING_MAX)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_MAX).build())
        .build();
  }
}
