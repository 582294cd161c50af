package dev.whiteboard.portal.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks processes for their {@code /metrics}, all at once. */
final class MetricsReader implements AutoCloseable {
  /** Less than a second, so that the next reading comes in time. */
  static final Duration DEADLINE = Duration.ofMillis(900);

  /** Services print some 100 KB; a longer answer is none. */
  static final int BYTES_MAX = 4 * 1024 * 1024;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(DEADLINE).build();

  /**
   * What each says; who does not answer in time, or not with metrics, is not in it.
   *
   * @param names the metrics that are wanted
   */
  Map<URI, List<Sample>> read(Collection<URI> processes, Set<String> names) {
    var asked = new HashMap<URI, CompletableFuture<Optional<String>>>();
    processes.forEach(process -> asked.put(process, ask(process)));
    var said = new HashMap<URI, List<Sample>>();
    asked.forEach((process, answer) ->
        answer.join().ifPresent(text -> said.put(process, MetricsText.samples(text, names))));
    return said;
  }

  /** The deadline holds for the body too, which a request's own timeout does not. */
  private CompletableFuture<Optional<String>> ask(URI process) {
    var request = HttpRequest.newBuilder(process.resolve("/metrics")).build();
    var asked = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX));
    return asked
        .copy()
        .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .handle((answer, failure) -> {
          asked.cancel(true); // where it still runs
          return failure == null ? text(answer) : Optional.empty();
        });
  }

  private static Optional<String> text(HttpResponse<String> answer) {
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
