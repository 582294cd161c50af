package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.proxy.Intake;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.tier.NodeFields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The intake for other nodes, who are believed: what the scheme of the client's URL was, how long
 * they wait, whether they have tried already, and whether anybody waits for it at all. What may not
 * be in this region is answered 451: nodes that know the routes do not ask for it here.
 *
 * <p>A child that has applied more invalidations waits until this node has as many. Where that
 * takes too long its request goes past what is kept, with the child's own epoch: who answers it
 * further up must have applied as many too. So nobody is given what is purged where they are, and
 * the order in which tiers hear of a purge is of no matter.
 */
final class ChildIntake implements Intake {
  private static final Set<String> FURTHER =
      Set.of(NodeFields.DEADLINE, NodeFields.RETRIED, NodeFields.REFRESH);
  private static final Set<String> EPOCHS = Set.of(NodeFields.EPOCH, NodeFields.HISTORY);
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}|-?\\d{19}");

  private final Vertx vertx;
  private final String region;
  private final Routes routes;
  private final PurgeAgent agent;

  /** Of an event loop. */
  ChildIntake(Vertx vertx, String region, Routes routes, PurgeAgent agent) {
    this.vertx = vertx;
    this.region = region;
    this.routes = routes;
    this.agent = agent;
  }

  @Override
  public Decision admit(HttpServerRequest request, RequestHead head) {
    var own = own(head);
    if (!routes.match(own).map(route -> route.isAllowedIn(region)).orElse(true)) {
      return new Decision.Refuse(EdgeIntake.NOT_HERE);
    }
    var epoch = number(head.fields().first(NodeFields.EPOCH));
    if (epoch <= 0) {
      return kept(own);
    }
    if (number(head.fields().first(NodeFields.HISTORY)) != agent.history()) {
      return pastCache(own);
    }
    return agent.watermark() >= epoch ? kept(own) : later(own, epoch);
  }

  private Decision later(RequestHead own, long epoch) {
    return new Decision.Later(
        Future.fromCompletionStage(agent.catchUpTo(epoch), vertx.getOrCreateContext())
            .map(caughtUp -> caughtUp ? kept(own) : pastCache(own)));
  }

  private static Decision kept(RequestHead own) {
    return new Decision.Serve(own.withFields(own.fields().without(EPOCHS)), false);
  }

  private static Decision pastCache(RequestHead own) {
    return new Decision.Serve(own, true);
  }

  private static long number(@Nullable String text) {
    if (text == null || !NUMBER.matcher(text).matches()) {
      return Journal.NO_HISTORY;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return Journal.NO_HISTORY;
    }
  }

  private static RequestHead own(RequestHead head) {
    var scheme = "https".equals(head.fields().first(NodeFields.SCHEME)) ? "https" : "http";
    var fields = head.fields().keeping(ChildIntake::isForUs);
    return new RequestHead(head.method(), scheme, head.authority(), head.target(), fields);
  }

  private static boolean isForUs(String name) {
    return !name.startsWith(NodeFields.PREFIX) || FURTHER.contains(name) || EPOCHS.contains(name);
  }
}
