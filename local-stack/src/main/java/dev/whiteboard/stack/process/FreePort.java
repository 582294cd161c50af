package dev.whiteboard.stack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.IntFunction;

/** Ports of the loopback address. */
public final class FreePort {
  /** Stands for one that is free. */
  public static final int ANY = 0;

  /** Another program may take a port between its being found free and its being used. */
  private static final int ATTEMPTS_MAX = 3;

  private FreePort() {}

  /**
   * Starts a server on the port, or on one that is free where it is {@link #ANY}.
   *
   * @throws ServerException if the port is taken
   */
  public static <T> T start(int port, IntFunction<T> server) {
    return port == ANY ? startOnFree(server) : startOnFixed(port, server);
  }

  private static <T> T startOnFixed(int port, IntFunction<T> server) {
    if (!isFree(port)) {
      throw new ServerException("port " + port + " is taken");
    }
    return server.apply(port);
  }

  private static <T> T startOnFree(IntFunction<T> server) {
    for (int attempt = 1; ; attempt++) {
      int found = find();
      try {
        return server.apply(found);
      } catch (ServerException e) {
        if (attempt == ATTEMPTS_MAX || isFree(found)) {
          throw e;
        }
      }
    }
  }

  /** One that was free a moment ago. */
  public static int find() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(loopback(ANY));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ServerException("no free port: " + e.getMessage(), e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(loopback(port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
