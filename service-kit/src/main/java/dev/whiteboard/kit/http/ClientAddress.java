package dev.whiteboard.kit.http;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request: the socket's address, unless that is a trusted proxy's; then the rightmost
 * address in {@code X-Forwarded-For} that is not one.
 *
 * <p>The leftmost, which many take, is whatever the client wrote there.
 */
public final class ClientAddress {
  private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Forwarded-For");

  /** Addresses of connections that were read a moment ago: most requests come on such a one. */
  private static final int PEERS_KEPT = 1_024;

  private final List<Cidr> trustedProxies;
  private final @Nullable Peer[] peers = new Peer[PEERS_KEPT];

  /** A connection has one object for its address, so that comparing costs nothing. */
  private record Peer(SocketAddress connection, InetAddress address) {}

  /**
   * Names the proxies to be believed.
   *
   * @param trustedProxies where our own proxies are; empty to believe nobody
   */
  public ClientAddress(List<Cidr> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * The proxies that a setting names.
   *
   * @throws BadSettingException naming the setting, and what is no address block
   */
  public static List<Cidr> trustedProxies(Settings settings, String name) {
    return settings.list(name, "whose X-Forwarded-For to believe: 10.0.0.0/8,::1").stream()
        .map(block -> trusted(name, block))
        .toList();
  }

  private static Cidr trusted(String name, String block) {
    try {
      return Cidr.parse(block);
    } catch (IllegalArgumentException _) {
      throw new BadSettingException(name, "must list address blocks, but has '" + block + "'");
    }
  }

  /** The client's address. */
  public InetAddress of(HttpServerRequest request) {
    var peer = peer(request.remoteAddress());
    if (trustedProxies.isEmpty() || !isTrusted(peer)) {
      return peer;
    }
    return rightmostUntrusted(request.headers().getAll(HEADER), peer);
  }

  /** Threads may overwrite one another's entries, which costs no more than to read them again. */
  private InetAddress peer(SocketAddress connection) {
    var slot = System.identityHashCode(connection) & (PEERS_KEPT - 1);
    var known = peers[slot];
    if (known == null || !known.connection.equals(connection)) {
      known = new Peer(connection, InetAddress.ofLiteral(connection.hostAddress()));
      peers[slot] = known;
    }
    return known.address;
  }

  private InetAddress rightmostUntrusted(List<String> headers, InetAddress peer) {
    var hops = String.join(",", headers).split(",", -1);
    var nearest = peer;
    for (var i = hops.length - 1; i >= 0; i--) {
      try {
        nearest = InetAddress.ofLiteral(hops[i].strip());
      } catch (IllegalArgumentException e) {
        return nearest; // not an address: believe nothing further out
      }
      if (!isTrusted(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(block -> block.contains(address));
  }
}
