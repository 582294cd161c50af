package dev.whiteboard.cdn.http;

import dev.whiteboard.cdn.purge.LogAwayException;
import dev.whiteboard.cdn.purge.Spread;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Invalidations as the outside sees them. */
final class InvalidationJson {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Problem NOT_IN_TIME = away("Kafka did not answer in time");

  private InvalidationJson() {}

  /** The answer to one that was accepted. */
  static Reply accepted(Spread spread) {
    return Reply.json(202, ticket(spread))
        .with("Location", InvalidationsApi.PATH + "/" + spread.invalidation().id());
  }

  private static JsonObject ticket(Spread spread) {
    return new JsonObject()
        .put("id", spread.invalidation().id())
        .put("strategy", spread.choice().kind().name().toLowerCase(Locale.ROOT))
        .put("why", spread.choice().why());
  }

  /** How far one has come. */
  static JsonObject progress(Spread spread) {
    var applied = new JsonObject();
    spread.applied().forEach((node, at) -> applied.put(node, at.toString()));
    var missing = new JsonArray();
    spread.missing().forEach(missing::add);
    return ticket(spread)
        .put("sequence", spread.invalidation().sequence())
        .put("soft", spread.invalidation().soft())
        .put("priority", spread.invalidation().priority().name().toLowerCase(Locale.ROOT))
        .put("acceptedAt", spread.invalidation().acceptedAt().toString())
        .put("nodes", spread.applied().size() + spread.missing().size())
        .put("applied", applied)
        .put("missing", missing)
        .put("complete", spread.isComplete());
  }

  /** What is wrong where one could not be accepted: the log is away, whatever the reason. */
  static Problem refused(Throwable failure) {
    var cause =
        failure instanceof CompletionException || failure instanceof ExecutionException
            ? failure.getCause()
            : failure;
    return cause instanceof LogAwayException away
        ? away(String.valueOf(away.getMessage()))
        : NOT_IN_TIME;
  }

  private static Problem away(String why) {
    return Problem.of(
            503,
            "Log away",
            "Nothing is invalidated while it can't be written down: " + why + ". Edges serve on.")
        .withRetryAfter(RETRY_AFTER);
  }
}
