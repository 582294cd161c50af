package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.proxy.Node;
import dev.whiteboard.cdn.proxy.TierMeters;
import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.InvalidationLog;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeParts;
import dev.whiteboard.cdn.purge.SpreadListener;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The control plane as nodes see it: an agent that keeps nothing but the log, behind an internal
 * listener. It must listen before nodes start, which ask it what they have missed.
 */
public final class ControlNode implements AutoCloseable {
  /** The message of an edge that was asked to purge; its body is the URL. */
  static final String PURGE = "purge";

  private static final Duration CLOSE_MAX = Duration.ofMillis(100);

  private final NodeParts parts;
  private final PurgeOffice office;

  /** Nothing is kept here. */
  private static final class NoStore implements Journal.Store {
    @Override
    public void apply(Invalidation invalidation) {}

    @Override
    public void forgetAll(long through) {}
  }

  /**
   * Does nothing before {@link #open}.
   *
   * @param listener who hears which node has applied what
   */
  public ControlNode(NodeParts parts, InvalidationLog log, SpreadListener listener) {
    this.parts = parts;
    this.office =
        new PurgeOffice(Purging.CONTROL, new NoStore(), parts, Optional.of(log), listener);
  }

  /** What its agent is made of. */
  public PurgeParts agentParts() {
    return office.parts();
  }

  /** Its agent. */
  public PurgeAgent agent() {
    return office.agent();
  }

  /**
   * Listens, and takes part from now on.
   *
   * @param port 0 for a free one
   * @param purges reads the messages of edges that were asked to purge: the body is a URL
   * @return what closes the port
   * @throws IOException where the port can't be had
   */
  public AutoCloseable open(String host, int port, Handler<HttpServerRequest> purges)
      throws IOException {
    var node = new Node(Purging.CONTROL, "control");
    var messages =
        Map.<String, Handler<HttpServerRequest>>of(
            PurgeOffice.LETTER, office::take, PURGE, purges, BookDesk.BOOK, parts.books()::answer);
    var secret = new NodeSecret(parts.secret());
    var listener =
        new Listener(
            new Listener.At(node, host, port, null, Optional.empty()),
            parts.vertx(),
            new TierMeters(parts.registry(), node.tier()),
            (_, _) -> new InternalListener(secret, messages, InternalListener::refuse));
    listener.open();
    parts.purging().addresses().put(Purging.CONTROL, address(host, listener.port()));
    office.agent().start();
    return () -> listener.close(CLOSE_MAX);
  }

  private static URI address(String host, int port) {
    return URI.create("http://" + Listener.inUrl(host) + ":" + port);
  }

  @Override
  public void close() {
    office.close();
  }
}
