package dev.whiteboard.cdn.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidations;
import dev.whiteboard.cdn.purge.Invalidations.Wish;
import dev.whiteboard.cdn.purge.Spread;
import dev.whiteboard.cdn.purge.Targets;
import dev.whiteboard.cdn.purge.Targets.Accepted;
import dev.whiteboard.cdn.purge.Targets.Refused;
import dev.whiteboard.cdn.world.MessageBody;
import dev.whiteboard.kit.http.DirectAnswers;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accepts what edges were asked to purge: the body is a URL. Edges have looked at who asks. On
 * event loops; nothing blocks.
 */
public final class EdgePurges implements Handler<HttpServerRequest> {
  private final Invalidations invalidations;

  /** Into these. */
  public EdgePurges(Invalidations invalidations) {
    this.invalidations = invalidations;
  }

  @Override
  public void handle(HttpServerRequest request) {
    MessageBody.read(request, Targets.URL_CHARS_MAX, body -> purge(request, body.toString(UTF_8)));
  }

  private void purge(HttpServerRequest request, String url) {
    switch (Targets.read(List.of(url), List.of(), Optional.empty())) {
      case Refused(var problems) -> {
        var problem = Problem.of(400, "Bad URL", "The URL " + problems.getFirst().detail() + ".");
        DirectAnswers.write(request, problem.toReply(request));
      }
      case Accepted(var target, var keys) ->
          accept(request, new Wish(target, keys, false, Priority.NORMAL, Optional.empty()));
    }
  }

  private void accept(HttpServerRequest request, Wish wish) {
    var context = Vertx.currentContext();
    invalidations
        .accept(wish)
        .whenComplete(
            (spread, failure) -> answer(context, request, reply(request, spread, failure)));
  }

  private static Reply reply(
      HttpServerRequest request, @Nullable Spread spread, @Nullable Throwable failure) {
    return spread != null
        ? InvalidationJson.accepted(spread)
        : InvalidationJson.refused(failure == null ? new IllegalStateException() : failure)
            .toReply(request);
  }

  /** The log answers on its own threads. */
  private static void answer(@Nullable Context context, HttpServerRequest request, Reply reply) {
    if (context != null) {
      context.runOnContext(_ -> DirectAnswers.write(request, reply));
    }
  }
}
