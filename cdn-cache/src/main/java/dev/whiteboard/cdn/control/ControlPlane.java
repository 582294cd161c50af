package dev.whiteboard.cdn.control;

import dev.whiteboard.cdn.purge.Invalidations;
import dev.whiteboard.cdn.purge.Invalidations.Made;
import dev.whiteboard.cdn.purge.LogAwayException;
import dev.whiteboard.cdn.purge.PurgeMeters;
import dev.whiteboard.cdn.purge.Spreads;
import dev.whiteboard.cdn.purgelog.KafkaInvalidationLog;
import dev.whiteboard.cdn.purgelog.PurgeTopic;
import dev.whiteboard.cdn.world.ControlNode;
import dev.whiteboard.cdn.world.NodeParts;
import dev.whiteboard.kit.run.Closers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.function.Function;

/**
 * What accepts invalidations: the log in Kafka, an agent that spreads what is in it, and the memory
 * of how far each has come.
 */
public final class ControlPlane implements AutoCloseable {
  private final Closers closers = new Closers();
  private final PurgeTopic topic;
  private final Spreads spreads;
  private final ControlNode node;
  private final Invalidations invalidations;

  /**
   * Over these; does nothing before {@link #open}.
   *
   * @param topic the log; closed along with this
   */
  public ControlPlane(NodeParts parts, PurgeTopic topic, Made made, PurgeMeters meters) {
    this.topic = topic;
    this.spreads = new Spreads(made.clock(), meters::complete);
    var log =
        closers.add(new KafkaInvalidationLog(topic, parts.clocks().nanos(), meters::stranger));
    this.node = closers.add(new ControlNode(parts, log, spreads));
    this.invalidations = new Invalidations(node.agentParts(), node.agent(), spreads, made);
  }

  /**
   * Begins; comes before the nodes.
   *
   * @param port for nodes, 0 for a free one
   * @param purges makes who answers edges that were asked to purge
   * @throws IOException where the port can't be had
   */
  public void open(
      String host, int port, Function<Invalidations, Handler<HttpServerRequest>> purges)
      throws IOException {
    closers.add(node.open(host, port, purges.apply(invalidations)));
  }

  /** Accepts them. */
  public Invalidations invalidations() {
    return invalidations;
  }

  /** Knows how far each has come, and tells of it. */
  public Spreads spreads() {
    return spreads;
  }

  /**
   * Asks Kafka for a sign of life. Blocks.
   *
   * @throws LogAwayException where there is none, or the log was not read yet
   */
  public void ping() throws Exception {
    topic.ping();
    if (!node.agent().isJoined()) {
      throw new LogAwayException("the log was not read yet", null);
    }
  }

  @Override
  public void close() {
    closers.close();
  }
}
