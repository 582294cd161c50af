package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.upstream.Incoming;
import dev.whiteboard.cdn.upstream.Outgoing;
import dev.whiteboard.cdn.upstream.Upstream;
import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Set;

/**
 * The way to the origin of a request's route, which is asked once: what an origin did with a
 * request that got no answer is not known, and a second try doubles the load of one that fails.
 *
 * <p>Where a request leads is up to the routes alone, so up to the operator: nothing that a client
 * sends names a server. No field for nodes leaves with it. The origin is asked by its own name.
 */
public final class OriginUpstream implements Upstream {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

  private final Routes routes;
  private final Hop hop;
  private final OriginMemory memory;

  /** By these routes. */
  public OriginUpstream(Routes routes, Hop hop, OriginMemory memory) {
    this.routes = routes;
    this.hop = hop;
    this.memory = memory;
  }

  @Override
  public Future<Incoming> send(Outgoing request) {
    var head = request.head();
    var isRepeatable = REPEATABLE.contains(head.method());
    var route = routes.match(head);
    if (route.isEmpty()) {
      return failed("No route leads to an origin for this.");
    }
    var recent = memory.recent(head.url());
    if (isRepeatable && recent.isPresent()) {
      return Future.failedFuture(recent.get());
    }
    var origin = route.get().origin();
    return memory.enter(origin)
        ? ask(origin, request, isRepeatable).map(answer -> as(route.get(), answer))
        : failed("The origin has not answered for a while.");
  }

  private Future<Incoming> ask(URI origin, Outgoing request, boolean isRepeatable) {
    var url = request.head().url();
    return hop.ask(new Peer("origin", origin), asOriginKnowsIt(origin, request))
        .map(OriginUpstream::asFromAStranger)
        .onSuccess(_ -> memory.answered(origin, url))
        .onFailure(failure -> {
          if (failure instanceof UpstreamException why && why.reason() != Reason.REQUEST) {
            memory.failed(origin, url, why, isRepeatable);
          }
        });
  }

  /** What the origin says of a lifetime is the route's to correct, here and nowhere else. */
  private static Incoming as(Route route, Incoming answer) {
    return new Incoming(
        route.apply(answer.head()), answer.body(), answer.trailers(), answer.cancel());
  }

  private static Outgoing asOriginKnowsIt(URI origin, Outgoing request) {
    var head = request.head();
    var fields = head.fields().keeping(name -> !name.startsWith(NodeFields.PREFIX));
    var theirs =
        new RequestHead(
            head.method(), origin.getScheme(), authority(origin), head.target(), fields);
    return request.withHead(theirs);
  }

  /** An origin is no node: what only nodes may say is not taken from it either. */
  private static Incoming asFromAStranger(Incoming incoming) {
    var head = incoming.head();
    var fields = head.fields().keeping(name -> !name.startsWith(NodeFields.PREFIX));
    return new Incoming(
        head.withFields(fields), incoming.body(), incoming.trailers(), incoming.cancel());
  }

  private static String authority(URI origin) {
    return origin.getPort() < 0 ? origin.getHost() : origin.getHost() + ":" + origin.getPort();
  }

  private static Future<Incoming> failed(String message) {
    return Future.failedFuture(new UpstreamException(Reason.UNREACHABLE, message));
  }
}
