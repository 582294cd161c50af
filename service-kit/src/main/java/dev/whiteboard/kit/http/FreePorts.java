package dev.whiteboard.kit.http;

import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses with a port that the system chooses, the same for all event loops of a server.
 *
 * <p>Vert.x knows such a port by a number, and gives connections to whoever listens under it: two
 * servers with the same number share a port, and answer each other's clients.
 */
public final class FreePorts {
  private static final AtomicInteger LAST = new AtomicInteger();

  private FreePorts() {}

  /** One for a server, and for no other of this process. */
  public static SocketAddress on(String host) {
    return SocketAddress.sharedRandomPort(LAST.incrementAndGet(), host);
  }
}
