package dev.whiteboard.kit.store;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Redis, or a cluster of it, for what may be lost: caches and hints.
 *
 * <p>While Redis is away a command fails at once instead of queueing, and in any case within {@link
 * #COMMAND_MAX}; the connection comes back by itself, also where Redis was not there at the start.
 * Of a cluster that holds for each node: while one is away, its keys are, and no others.
 *
 * <p>So that a cluster can take the place of one server by a setting alone, a command has one key,
 * and a script too.
 */
public final class Redis implements AutoCloseable {
  /** A cache that takes longer than this is slower than the database behind it. */
  private static final Duration COMMAND_MAX = Duration.ofMillis(100);

  private final RedisConnection connection;

  private Redis(RedisConnection connection) {
    this.connection = connection;
  }

  /**
   * Begins to connect.
   *
   * @param url as {@link RedisUrl}: {@code redis://[:password@]host:port[,host:port...]}
   * @throws IllegalArgumentException where it is no such URL; nothing of it is in the message or a
   *     cause, as it may hold a password
   */
  public static Redis open(String url) {
    return new Redis(RedisConnection.open(url, Optional.of(COMMAND_MAX)));
  }

  /**
   * Sends a command.
   *
   * @return its result, failed at once while there is no connection; never thrown, so that there is
   *     one way only to hear of it
   */
  public <T> CompletionStage<T> send(Command<T> command) {
    try {
      return command.send(connection.commands());
    } catch (RuntimeException e) { // as when it is closed this moment
      return CompletableFuture.failedStage(e);
    }
  }

  /** One command on the asynchronous API. */
  @FunctionalInterface
  public interface Command<T> {
    /** Sends it. */
    CompletionStage<T> send(RedisClusterAsyncCommands<String, String> commands);
  }

  /**
   * Tells all who listen to a channel.
   *
   * <p>Nodes of a cluster pass it on to each other, so it may be told to any of them, and is told
   * to one that is there. As a command with a key it would go to the node that has a key of that
   * name.
   *
   * @return how many heard it; of a cluster, at the node that was told
   */
  public CompletionStage<Long> publish(String channel, String message) {
    var keyless = new CommandArgs<>(StringCodec.UTF8).add(channel).add(message);
    return send(commands ->
        commands.dispatch(CommandType.PUBLISH, new IntegerOutput<>(StringCodec.UTF8), keyless));
  }

  /** Asks the server, or each node that has keys, for a sign of life; blocks for the answers. */
  public void ping() throws Exception {
    var _ = connection.ping().get(COMMAND_MAX.toMillis() * 2, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    connection.close();
  }
}
