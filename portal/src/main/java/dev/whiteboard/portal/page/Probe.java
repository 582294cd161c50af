package dev.whiteboard.portal.page;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks services over HTTP whether they are ready, as a load balancer would. */
final class Probe implements AutoCloseable {
  /** A service answers for each of its servers within a second. */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();

  /** What a service said of itself. */
  sealed interface Answer {
    /** Everything it depends on answers. */
    record Ready() implements Answer {}

    /**
     * It can't do all of its work.
     *
     * @param problem why, in a sentence
     */
    record NotReady(String problem) implements Answer {}
  }

  /** Asks; the answer is there within the deadline, and never fails. */
  CompletableFuture<Answer> ask(URI service) {
    var request =
        HttpRequest.newBuilder(service.resolve("/health/ready")).timeout(DEADLINE).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(Probe::answer)
        .exceptionally(_ -> new Answer.NotReady("It does not answer at " + service + "."));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static Answer answer(HttpResponse<String> response) {
    return response.statusCode() == 200
        ? new Answer.Ready()
        : new Answer.NotReady("Does not answer: " + down(response.body()) + ".");
  }

  private static String down(String body) {
    try {
      return new JsonObject(body)
          .getJsonArray("down", new JsonArray()).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    } catch (DecodeException e) {
      return "the service";
    }
  }
}
