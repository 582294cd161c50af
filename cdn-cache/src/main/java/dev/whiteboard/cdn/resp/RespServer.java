package dev.whiteboard.cdn.resp;

import dev.whiteboard.cdn.cache.Cache;
import dev.whiteboard.kit.http.FreePorts;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cache as a small service: it speaks Redis' protocol, so that everything that talks to Redis can
 * talk to it. One port, shared by several event loops.
 */
public final class RespServer implements AutoCloseable {
  private static final Duration LISTEN_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final RespShared shared;
  private final Sweeper sweeper;
  private final String deployment;
  private final int port;

  private RespServer(Vertx vertx, RespShared shared, String deployment, int port) {
    this.vertx = vertx;
    this.shared = shared;
    this.deployment = deployment;
    this.port = port;
    this.sweeper = Sweeper.start(vertx, shared.keys(), shared.clock());
  }

  /**
   * Starts to listen.
   *
   * @param cache weighs by {@link Entry#weight}: its bound is {@code maxmemory}
   * @param clock says when entries are over
   * @throws IOException where the port can't be had; the message names it
   */
  public static RespServer start(
      Vertx vertx, RespOptions options, Cache<Bytes, Entry> cache, InstantSource clock)
      throws IOException {
    var shared = new RespShared(options, new Keyspace(cache), clock);
    var port = new AtomicInteger();
    var address =
        options.port() == 0
            ? FreePorts.on(options.host())
            : SocketAddress.inetSocketAddress(options.port(), options.host());
    var deployed =
        vertx.deployVerticle(
            () -> new RespListener(address, shared, port),
            new DeploymentOptions().setInstances(options.eventLoops()));
    var id = await(deployed, options.host() + ":" + options.port());
    return new RespServer(vertx, shared, id, port.get());
  }

  private static String await(Future<String> deployed, String address) throws IOException {
    try {
      return deployed
          .toCompletionStage()
          .toCompletableFuture()
          .get(LISTEN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("cannot listen on " + address + " in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting to listen on " + address, e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Clients that are connected. */
  public int connections() {
    return shared.connections();
  }

  /** Commands that were run. */
  public long commands() {
    return shared.commands();
  }

  /** Connections that were cut: too slow, too large, too many, or not Redis' protocol. */
  public long cut() {
    return shared.cut();
  }

  /** Closes all connections, and listens no more. */
  @Override
  public void close() throws TimeoutException {
    sweeper.close();
    vertx.undeploy(deployment).await(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }
}
