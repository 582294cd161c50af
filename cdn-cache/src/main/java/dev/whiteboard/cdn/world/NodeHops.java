package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.cdn.tier.Peer;
import dev.whiteboard.cdn.upstream.HopBounds;
import dev.whiteboard.cdn.upstream.HttpHop;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** Asks other nodes, in the way that they believe; and origins. One for each event loop. */
final class NodeHops implements AutoCloseable {
  private final HttpHop http;
  private final String secret;
  private final LongSupplier history;

  /**
   * With no connection yet.
   *
   * @param history which log of invalidations this node's epochs are of
   */
  NodeHops(Vertx vertx, String secret, LongSupplier history) {
    this.http = new HttpHop(vertx, HopBounds.DEFAULT);
    this.secret = secret;
    this.history = history;
  }

  /** Asks another node: the request is the client's, with what nodes tell each other. */
  Future<Incoming> node(Peer peer, Outgoing request) {
    var head = request.head();
    var fields =
        head.fields().toBuilder()
            .set(NodeFields.SECRET, secret)
            .set(NodeFields.SCHEME, head.scheme());
    if (!head.fields().has(NodeFields.EPOCH)) {
      addEpoch(fields, request.epoch());
    }
    return http.send(peer.address(), request.withHead(head.withFields(fields.build())));
  }

  /** Where nothing is kept here, it is the child's epoch that counts, which is there already. */
  private void addEpoch(Fields.Builder fields, long epoch) {
    fields
        .add(NodeFields.EPOCH, Long.toString(epoch))
        .add(NodeFields.HISTORY, Long.toString(history.getAsLong()));
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
