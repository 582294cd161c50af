package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.UuidV7;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What clients have in common: event loops, timers, HTTP. Thousands of clients share one. */
public final class ChatClients implements AutoCloseable {
  private static final int START_SECONDS_MAX = 20;
  private static final int CLOSE_SECONDS_MAX = 5;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private final Sources sources;
  private final Vertx vertx;
  private final HttpClient http;
  private final List<ClientLoop> loops = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();

  /**
   * Where clients get from what is not in them.
   *
   * @param clock for when tokens expire, and for names of messages
   * @param nanos for how long something takes
   * @param random for waits and names; safe for many threads
   */
  public record Sources(InstantSource clock, LongSupplier nanos, RandomGenerator random) {
    UuidV7 ids() {
      return new UuidV7(clock, random);
    }
  }

  private ChatClients(Sources sources, Vertx vertx) {
    this.sources = sources;
    this.vertx = vertx;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .build();
  }

  /**
   * Starts event loops for clients.
   *
   * @throws TimeoutException where that takes too long
   */
  public static ChatClients open(Sources sources, int eventLoops) throws TimeoutException {
    var files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(files)
                .setUseDaemonThread(true));
    var clients = new ChatClients(sources, vertx);
    for (var i = 0; i < eventLoops; i++) {
      var loop = new ClientLoop(sources.nanos);
      vertx
          .deployVerticle(loop, new DeploymentOptions())
          .await(START_SECONDS_MAX, TimeUnit.SECONDS);
      clients.loops.add(loop);
    }
    return clients;
  }

  /** What goes over HTTP to these nodes. */
  public ChatHttp api(List<URI> nodes) {
    return new ChatHttp(http, nodes);
  }

  /** A client; {@link ChatClient#start} has it connect. */
  public ChatClient client(ClientOptions options, ChatListener listener) {
    var loop = loops.get(Math.floorMod(opened.getAndIncrement(), loops.size()));
    return new ChatClient(options, listener, loop, sources);
  }

  /** Ends all connections without a word; who wants to say more closes the clients before. */
  @Override
  public void close() throws TimeoutException {
    http.shutdownNow();
    vertx.close().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
