package dev.whiteboard.ratelimit.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one Redis, or to each node of a cluster. Commands of all threads share it and are
 * written together; one that is sent while it is down fails at once, and none is sent twice.
 *
 * <p>It comes back by itself, also where nothing was there at the start. There is no deadline on a
 * command: {@link Deadlines} has it.
 */
final class RedisNodes implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  /** After which a host that does not even acknowledge what was sent counts as gone. */
  private static final Duration UNACKNOWLEDGED_MAX = Duration.ofSeconds(2);

  private static final Duration RECONNECT_PAUSE_MIN = Duration.ofMillis(10);
  private static final Duration RECONNECT_PAUSE_MAX = Duration.ofMillis(500);

  /** Commands without an answer yet: when a silent server has so many, the next fails at once. */
  private static final int COMMANDS_WAITING_MAX = 16_384;

  /** Commands that are written with one system call, at most. */
  private static final int COMMANDS_A_WRITE = 256;

  /** How soon the nodes are asked again who has which slots, where they don't say so themselves. */
  private static final Duration TOPOLOGY_AGE_MAX = Duration.ofSeconds(10);

  /** And where something seems to have changed. */
  private static final Duration TOPOLOGY_PAUSE_MIN = Duration.ofMillis(500);

  private static final String HOST = "(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";

  /** What stands before the hosts, the hosts, and what stands behind them. */
  private static final Pattern URL =
      Pattern.compile("(rediss?://(?:[^@/]*@)?)(" + HOST + "(?:," + HOST + ")*)([/?].*)?");

  private static final Logger log = LoggerFactory.getLogger(RedisNodes.class);

  private final ClientResources resources =
      DefaultClientResources.builder()
          .nettyCustomizer(new WrittenTogether())
          .reconnectDelay(
              Delay.equalJitter(RECONNECT_PAUSE_MIN, RECONNECT_PAUSE_MAX, 2, TimeUnit.MILLISECONDS))
          .build();
  private final AbstractRedisClient client;
  private final Supplier<CompletionStage<? extends StatefulConnection<String, String>>> connector;
  private volatile CompletableFuture<? extends StatefulConnection<String, String>> connection;
  private volatile boolean closed;

  private RedisNodes(List<RedisURI> addresses) {
    if (addresses.size() == 1) {
      var one = RedisClient.create(resources, addresses.getFirst());
      one.setOptions(withDefaults(ClientOptions.builder()).build());
      client = one;
      connector = () -> one.connectAsync(StringCodec.UTF8, addresses.getFirst());
    } else {
      var cluster = RedisClusterClient.create(resources, addresses);
      cluster.setOptions(clusterOptions());
      client = cluster;
      connector = () -> cluster.connectAsync(StringCodec.UTF8);
    }
    connection = connect();
  }

  /**
   * Begins to connect.
   *
   * @param url {@code redis://[:password@]host:port[,host:port...][/database]}; several hosts are
   *     nodes of one cluster
   * @throws IllegalArgumentException where it is no such URL; nothing of it is in the message or a
   *     cause, as it may hold a password
   */
  static RedisNodes open(String url) {
    return new RedisNodes(addresses(url));
  }

  static List<RedisURI> addresses(String url) {
    var parts = URL.matcher(url);
    if (!parts.matches()) {
      throw notAnAddress();
    }
    var behind = Objects.requireNonNullElse(parts.group(3), "");
    return Stream.of(parts.group(2).split(",", -1))
        .map(host -> address(parts.group(1) + host + behind))
        .toList();
  }

  private static RedisURI address(String url) {
    try {
      var address = RedisURI.create(url);
      address.setTimeout(CONNECT_MAX); // also of the greeting that follows on the connection
      return address;
    } catch (IllegalArgumentException _) {
      throw notAnAddress();
    }
  }

  private static IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException("not a Redis URL: redis://:password@host:port,host:port");
  }

  /**
   * Sends a command.
   *
   * @throws RuntimeException where there is no connection
   */
  AsyncCommand<String, String, long[]> send(AsyncCommand<String, String, long[]> command) {
    var current = connection;
    if (closed || !current.isDone() || current.isCompletedExceptionally()) {
      throw new IllegalStateException("not connected");
    }
    var _ = current.join().dispatch(command);
    return command;
  }

  /** Threads that may be used for a moment. */
  ScheduledExecutorService timer() {
    return resources.eventExecutorGroup();
  }

  @Override
  public void close() {
    closed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Lettuce comes back to a server that it once reached; the first time is up to us. */
  private CompletableFuture<? extends StatefulConnection<String, String>> connect() {
    return connector
        .get()
        .toCompletableFuture()
        .whenComplete((_, failure) -> {
          if (failure != null && !closed) {
            log.debug("Redis is not there yet", failure);
            connectLater();
          }
        });
  }

  private void connectLater() {
    var _ =
        timer()
            .schedule(
                () -> {
                  if (!closed) {
                    connection = connect();
                  }
                },
                RECONNECT_PAUSE_MAX.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private static ClusterClientOptions clusterOptions() {
    var topology =
        ClusterTopologyRefreshOptions.builder()
            .enablePeriodicRefresh(TOPOLOGY_AGE_MAX)
            .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE_MIN)
            .build();
    var options = ClusterClientOptions.builder();
    withDefaults(options);
    return options.topologyRefreshOptions(topology).build();
  }

  /** Nothing is sent again after an interruption: it may have been carried out already. */
  private static ClientOptions.Builder withDefaults(ClientOptions.Builder options) {
    return options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(_ -> true)
        .timeoutOptions(TimeoutOptions.create())
        .requestQueueSize(COMMANDS_WAITING_MAX)
        .socketOptions(socketOptions());
  }

  private static SocketOptions socketOptions() {
    var options = SocketOptions.builder().connectTimeout(CONNECT_MAX).keepAlive(true);
    if (EpollProvider.isAvailable()) {
      options.tcpUserTimeout(
          TcpUserTimeoutOptions.builder().tcpUserTimeout(UNACKNOWLEDGED_MAX).enable().build());
    }
    return options.build();
  }

  /** A system call for each command is most of what a command costs. */
  private static final class WrittenTogether implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      channel.pipeline().addFirst(new FlushConsolidationHandler(COMMANDS_A_WRITE, true));
    }
  }
}
