package dev.whiteboard.kit.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;

/**
 * Who sent a request: the socket's address, unless that is a trusted proxy's; then the rightmost
 * address in {@code X-Forwarded-For} that is not one.
 *
 * <p>The leftmost, which many take, is whatever the client wrote there.
 */
public final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";

  private final List<Cidr> trustedProxies;

  /**
   * Names the proxies to be believed.
   *
   * @param trustedProxies where our own proxies are; empty to believe nobody
   */
  public ClientAddress(List<Cidr> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /** The client's address. */
  public InetAddress of(HttpServerRequest request) {
    var peer = InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    if (trustedProxies.isEmpty() || !isTrusted(peer)) {
      return peer;
    }
    return rightmostUntrusted(request.headers().getAll(HEADER), peer);
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
