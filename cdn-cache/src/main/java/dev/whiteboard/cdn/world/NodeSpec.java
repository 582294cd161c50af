package dev.whiteboard.cdn.world;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node as it was planned.
 *
 * @param name unlike all others; its place on the ring depends on nothing else
 * @param tier where it stands
 * @param region where it is
 * @param host where others reach it, and the address that it listens on unless its process says
 *     otherwise
 * @param internalPort for other nodes; 0 for a free one, where they are in this process too
 * @param ports for clients; empty but at an edge
 * @param parents whom it may ask, all of later tiers; the origin where there are none
 */
public record NodeSpec(
    String name,
    Tier tier,
    String region,
    String host,
    int internalPort,
    Optional<Ports> ports,
    List<String> parents) {
  /**
   * Ports for clients; 0 for a free one.
   *
   * @param plain HTTP/1.1 and HTTP/2 in clear
   * @param tls HTTP/1.1 and HTTP/2 over TLS, and HTTP/3 on the UDP port of the same number
   */
  public record Ports(int plain, int tls) {}

  /** Copies the parents. */
  public NodeSpec {
    parents = List.copyOf(parents);
  }

  /** Where clients ask it, in clear and over TLS, as far as its ports are planned. */
  public List<URI> clientAddresses() {
    return ports.stream()
        .flatMap(each -> Stream.of(address("http", each.plain()), address("https", each.tls())))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Where other nodes ask it, as far as its port is planned. */
  public Optional<URI> internalAddress() {
    return address("http", internalPort);
  }

  private Optional<URI> address(String scheme, int port) {
    return port == 0
        ? Optional.empty()
        : Optional.of(URI.create(scheme + "://" + Listener.inUrl(host) + ":" + port));
  }

  /** The same at another address. */
  NodeSpec at(String address) {
    return new NodeSpec(name, tier, region, address, internalPort, ports, parents);
  }

  /** The same with other parents. */
  NodeSpec withParents(List<String> others) {
    return new NodeSpec(name, tier, region, host, internalPort, ports, others);
  }
}
