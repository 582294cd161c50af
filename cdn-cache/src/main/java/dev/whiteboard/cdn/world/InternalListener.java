package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.tier.NodeFields;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

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

  private final NodeSecret secret;
  private final Map<String, Handler<HttpServerRequest>> messages;
  private final Handler<HttpServerRequest> misses;

  /**
   * With these.
   *
   * @param messages who reads a message, by its name
   */
  InternalListener(
      NodeSecret secret,
      Map<String, Handler<HttpServerRequest>> messages,
      Handler<HttpServerRequest> misses) {
    this.secret = secret;
    this.messages = Map.copyOf(messages);
    this.misses = misses;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var message = request.getHeader(NodeFields.MESSAGE);
    if (!secret.isOn(request)) {
      DirectAnswers.write(request, STRANGER.toReply(request));
    } else if (message == null) {
      misses.handle(request);
    } else {
      messages.getOrDefault(message, InternalListener::refuse).handle(request);
    }
  }

  static void refuse(HttpServerRequest request) {
    DirectAnswers.write(request, UNKNOWN.toReply(request));
  }
}
