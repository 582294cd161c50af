package dev.whiteboard.kit.store;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.AsyncCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Redis, or to each node of a cluster, for who keeps deadlines of his own.
 * Commands of all threads share it and are written together; one that is sent while it is down
 * fails at once, and none is sent twice.
 *
 * <p>In a cluster a command goes to the node that has its key, so a command with several, or a
 * script, needs them in one slot; keys of a node that is away fail, all others work.
 */
public final class RedisConnection implements AutoCloseable {
  private final RedisServers servers;
  private volatile @Nullable RedisLink link;

  private RedisConnection(RedisServers servers) {
    this.servers = servers;
    servers.connect(connected -> link = connected);
  }

  /**
   * Begins to connect.
   *
   * @param url {@code redis://[:password@]host:port[,host:port...][/database]}; several hosts are
   *     nodes of one cluster
   * @param commandMax how long a command may wait for its answer; empty for as long as it takes
   * @throws IllegalArgumentException where it is no such URL; nothing of it is in the message or a
   *     cause, as it may hold a password
   */
  public static RedisConnection open(String url, Optional<Duration> commandMax) {
    return new RedisConnection(RedisServers.forCommands(url, commandMax));
  }

  /**
   * Sends a command.
   *
   * @throws RuntimeException where there is no connection
   */
  public <T> AsyncCommand<String, String, T> send(AsyncCommand<String, String, T> command) {
    var _ = link().connection().dispatch(command);
    return command;
  }

  /**
   * What a command can be sent on at the moment.
   *
   * @throws RuntimeException where there is no connection
   */
  RedisClusterAsyncCommands<String, String> commands() {
    return link().commands();
  }

  /**
   * Names the server that has a key at the moment, so that one can be told from another. All keys
   * are of the same where there is one only, or no connection.
   */
  public String serverOf(String key) {
    var current = link;
    return current == null ? "" : current.serverOf(key);
  }

  /** As {@link RedisLink#ping}. */
  CompletableFuture<?> ping() {
    return link().ping();
  }

  /** Threads that may be used for a moment. */
  public ScheduledExecutorService timer() {
    return servers.timer();
  }

  @Override
  public void close() {
    link = null;
    servers.close();
  }

  private RedisLink link() {
    var current = link;
    if (current == null) {
      throw new RedisAwayException();
    }
    return current;
  }

  /** There is no connection at the moment. */
  private static final class RedisAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisAwayException() {
      super("Redis is away", null, false, false);
    }
  }
}
