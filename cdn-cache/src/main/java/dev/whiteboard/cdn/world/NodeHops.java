package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.tier.Peer;
import dev.whiteboard.cdn.upstream.HopBounds;
import dev.whiteboard.cdn.upstream.HttpHop;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Asks other nodes, in the way that they believe; and origins. One for each event loop. */
final class NodeHops implements AutoCloseable {
  private final HttpHop http;
  private final String secret;

  NodeHops(Vertx vertx, String secret) {
    this.http = new HttpHop(vertx, HopBounds.DEFAULT);
    this.secret = secret;
  }

  /** Asks another node: the request is the client's, with what nodes tell each other. */
  Future<Incoming> node(Peer peer, Outgoing request) {
    var head = request.head();
    var fields =
        head.fields().toBuilder()
            .set(NodeFields.SECRET, secret)
            .set(NodeFields.SCHEME, head.scheme())
            .set(NodeFields.EPOCH, Long.toString(request.epoch()))
            .build();
    return http.send(peer.address(), request.withHead(head.withFields(fields)));
  }

  /** Asks an origin. */
  Future<Incoming> origin(Peer peer, Outgoing request) {
    return http.send(peer.address(), request);
  }

  @Override
  public void close() {
    http.close();
  }
}
