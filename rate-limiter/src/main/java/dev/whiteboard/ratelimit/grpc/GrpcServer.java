package dev.whiteboard.ratelimit.grpc;

import dev.whiteboard.ratelimit.check.CheckBounds;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server on a port of its own, bounded in all that a client can send, and drained on the way
 * out. Calls run on its event loops: a service must not block.
 */
public final class GrpcServer {
  private static final int METADATA_BYTES_MAX = 8_192;

  /** Calls under way on one connection; Envoy multiplexes all of a worker's on one. */
  private static final int CALLS_MAX = 4_096;

  /** A connection without a call for so long is closed. */
  private static final Duration IDLE_MAX = Duration.ofMinutes(10);

  /** Clients may ask as often whether we are alive. */
  private static final Duration PING_MIN = Duration.ofSeconds(10);

  /** To close what the deadline cut off. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  private final Server server;

  private GrpcServer(Server server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @throws BindException where the port is taken; the message names it
   * @throws IOException where it can't be had for another reason; the message names it
   */
  public static GrpcServer start(String host, int port, BindableService service)
      throws IOException {
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
            .directExecutor()
            .maxInboundMessageSize(CheckBounds.BYTES_MAX)
            .maxInboundMetadataSize(METADATA_BYTES_MAX)
            .maxConcurrentCallsPerConnection(CALLS_MAX)
            .maxConnectionIdle(IDLE_MAX.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveTime(PING_MIN.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(service)
            .build();
    try {
      return new GrpcServer(server.start());
    } catch (IOException e) {
      throw refused(host + ":" + port, e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops accepting, lets what is in flight end, then closes. Blocks until then.
   *
   * @param deadline what is still in flight then is cut off
   */
  public void drain(Duration deadline) throws InterruptedException {
    if (!server.shutdown().awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      var _ = server.shutdownNow().awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static IOException refused(String address, IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return new BindException("cannot listen on " + address + ": it is taken");
      }
    }
    return new IOException("cannot listen on " + address + ": " + failure.getMessage(), failure);
  }
}
