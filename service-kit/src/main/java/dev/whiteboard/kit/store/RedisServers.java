package dev.whiteboard.kit.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one Redis, or the nodes of the cluster, that a URL names, and the threads that speak to them.
 *
 * <p>Connections come back by themselves, also where nobody was there at the start. In a cluster
 * that is to another node where the old one does not return; which node has which keys is asked
 * every {@link #TOPOLOGY_AGE_MAX}, and at once where an answer or a lost connection hints at a
 * change.
 */
final class RedisServers implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  /** After which a host that does not even acknowledge what was sent counts as gone. */
  private static final Duration UNACKNOWLEDGED_MAX = Duration.ofSeconds(2);

  /** For connections that only listen: how soon, and how often, a silent host is asked. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(5);

  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  private static final int PROBES_MAX = 3;

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

  private static final Logger log = LoggerFactory.getLogger(RedisServers.class);

  private final ClientResources resources =
      DefaultClientResources.builder()
          .nettyCustomizer(new WrittenTogether())
          .reconnectDelay(
              Delay.equalJitter(RECONNECT_PAUSE_MIN, RECONNECT_PAUSE_MAX, 2, TimeUnit.MILLISECONDS))
          .build();
  private final Client client;
  private volatile boolean closed;

  private RedisServers(String url, Consumer<ClientOptions.Builder> how) {
    var addresses = RedisUrl.addresses(url);
    addresses.forEach(address -> address.setTimeout(CONNECT_MAX)); // the greeting's, too
    this.client =
        addresses.size() == 1
            ? OneServer.of(resources, addresses.getFirst(), how)
            : Cluster.of(resources, addresses, how);
  }

  /**
   * For commands: none waits for a connection, and none is sent again after an interruption, as it
   * may have been carried out already. Speaks to nobody yet.
   *
   * @param commandMax how long a command may wait for its answer; empty for as long as it takes
   * @throws IllegalArgumentException as {@link RedisUrl#addresses}
   */
  static RedisServers forCommands(String url, Optional<Duration> commandMax) {
    var timeouts = commandMax.map(TimeoutOptions::enabled).orElseGet(TimeoutOptions::create);
    return new RedisServers(
        url,
        options ->
            options
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(_ -> true)
                .requestQueueSize(COMMANDS_WAITING_MAX)
                .timeoutOptions(timeouts));
  }

  /**
   * For a subscription, which waits for a connection for as long as it takes. Speaks to nobody yet.
   *
   * @throws IllegalArgumentException as {@link RedisUrl#addresses}
   */
  static RedisServers forSubscription(String url) {
    return new RedisServers(url, options -> options.timeoutOptions(TimeoutOptions.create()));
  }

  /** Tries until somebody is there. */
  void connect(Consumer<RedisLink> connected) {
    attempt(client::connect, connected);
  }

  /** The same for a subscription. */
  void connectPubSub(Consumer<StatefulRedisPubSubConnection<String, String>> connected) {
    attempt(client::connectPubSub, connected);
  }

  /** Threads that may be used for a moment. */
  ScheduledExecutorService timer() {
    return resources.eventExecutorGroup();
  }

  @Override
  public void close() {
    closed = true;
    client.lettuce().shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Lettuce comes back to a server that it once reached; the first time is up to us. */
  private <T> void attempt(Supplier<CompletionStage<? extends T>> connect, Consumer<T> connected) {
    var _ =
        connect
            .get()
            .whenComplete((connection, failure) -> {
              if (failure == null) {
                connected.accept(connection);
              } else if (!closed) {
                log.debug("Redis is not there yet", failure);
                attemptLater(connect, connected);
              }
            });
  }

  /** On threads of our own: the common pool may be busy with who knows what. */
  private <T> void attemptLater(
      Supplier<CompletionStage<? extends T>> connect, Consumer<T> connected) {
    var _ =
        timer()
            .schedule(
                () -> {
                  if (!closed) {
                    attempt(connect, connected);
                  }
                },
                RECONNECT_PAUSE_MAX.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** Lettuce has two clients that have little in common. */
  private sealed interface Client {
    CompletionStage<RedisLink> connect();

    CompletionStage<? extends StatefulRedisPubSubConnection<String, String>> connectPubSub();

    AbstractRedisClient lettuce();
  }

  private record OneServer(RedisClient lettuce, RedisURI address) implements Client {
    static OneServer of(
        ClientResources resources, RedisURI address, Consumer<ClientOptions.Builder> how) {
      var options = ClientOptions.builder().socketOptions(socketOptions());
      how.accept(options);
      var lettuce = RedisClient.create(resources, address);
      lettuce.setOptions(options.build());
      return new OneServer(lettuce, address);
    }

    @Override
    public CompletionStage<RedisLink> connect() {
      return lettuce.connectAsync(StringCodec.UTF8, address).thenApply(RedisLink.OneServer::new);
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, String>> connectPubSub() {
      return lettuce.connectPubSubAsync(StringCodec.UTF8, address);
    }
  }

  private record Cluster(RedisClusterClient lettuce) implements Client {
    static Cluster of(
        ClientResources resources, List<RedisURI> addresses, Consumer<ClientOptions.Builder> how) {
      var topology =
          ClusterTopologyRefreshOptions.builder()
              .enablePeriodicRefresh(TOPOLOGY_AGE_MAX)
              .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE_MIN)
              .build();
      var options =
          ClusterClientOptions.builder()
              .topologyRefreshOptions(topology)
              .socketOptions(socketOptions());
      how.accept(options);
      var lettuce = RedisClusterClient.create(resources, addresses);
      lettuce.setOptions(options.build());
      return new Cluster(lettuce);
    }

    /** Which slots are where has to be known first. */
    @Override
    public CompletionStage<RedisLink> connect() {
      return lettuce
          .refreshPartitionsAsync()
          .thenCompose(_ -> lettuce.connectAsync(StringCodec.UTF8))
          .thenCompose(RedisLink.Cluster::open);
    }

    @Override
    public CompletionStage<? extends StatefulRedisPubSubConnection<String, String>>
        connectPubSub() {
      return lettuce
          .refreshPartitionsAsync()
          .thenCompose(_ -> lettuce.connectPubSubAsync(StringCodec.UTF8));
    }
  }

  private static SocketOptions socketOptions() {
    var keepAlive =
        KeepAliveOptions.builder()
            .enable()
            .idle(SILENCE_MAX)
            .interval(PROBE_EVERY)
            .count(PROBES_MAX)
            .build();
    var options = SocketOptions.builder().connectTimeout(CONNECT_MAX).keepAlive(keepAlive);
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
