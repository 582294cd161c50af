package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * What a node answers other nodes: their misses, and messages to itself. Whoever does not know the
 * secret gets nothing, and no word of what is here.
 */
final class InternalListener implements Handler<HttpServerRequest> {
  /** The message that asks whether a node is well. */
  static final String HEALTH = "health";

  private static final Problem STRANGER =
      Problem.of(403, "Not for you", "This is for other nodes.");
  private static final Problem UNKNOWN = Problem.of(400, "Bad message", "No such message.");

  private final String node;
  private final NodeSecret secret;
  private final Handler<HttpServerRequest> misses;

  InternalListener(String node, NodeSecret secret, Handler<HttpServerRequest> misses) {
    this.node = node;
    this.secret = secret;
    this.misses = misses;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var message = request.getHeader(NodeFields.MESSAGE);
    if (!secret.isOn(request)) {
      DirectAnswers.write(request, STRANGER.toReply(request));
    } else if (message == null) {
      misses.handle(request);
    } else if (message.equals(HEALTH)) {
      DirectAnswers.write(request, Reply.json(200, new JsonObject().put("node", node)));
    } else {
      DirectAnswers.write(request, UNKNOWN.toReply(request));
    }
  }
}
