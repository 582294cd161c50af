package dev.whiteboard.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus is told; {@code CommonRoutesTest} has it by way of HTTP. */
final class MetricsTest {
  private static final List<String> BOUNDS =
      List.of(
          "1.0E-4", "5.0E-4", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25",
          "0.5", "1.0", "2.5", "10.0", "+Inf");

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void latencyTimer_timesOfAllSizes_areInTheBucketsAboveThem() {
    var timer =
        LatencyTimer.builder("tea.brewed").tag("kind", "green").register(metrics.registry());
    timer.record(Duration.ofNanos(60_000));
    timer.record(Duration.ofMillis(100)); // a bound is in its bucket
    timer.record(Duration.ofMillis(101));
    timer.record(Duration.ofSeconds(20));

    var buckets = samples("tea_brewed_seconds_bucket");
    assertThat(buckets.stream().map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1")))
        .containsExactlyElementsOf(BOUNDS);
    assertThat(buckets.stream().map(line -> line.replaceAll(".* ", "")))
        .containsExactly("1", "1", "1", "1", "1", "1", "1", "1", "2", "3", "3", "3", "3", "3", "4");
    assertThat(samples("tea_brewed_seconds_count")).hasSize(1).first().asString().endsWith(" 4");
  }

  @Test
  void stop_sameRouteAndStatus_isOneHistogram() {
    for (var i = 0; i < 3; i++) {
      metrics.startRequest().stop(HttpMethod.GET, "/teas/:name", 200);
    }
    metrics.startRequest().stop(HttpMethod.GET, "/teas/:name", 404);

    assertThat(samples("http_server_requests_seconds_count"))
        .containsExactlyInAnyOrder(
            "http_server_requests_seconds_count"
                + "{method=\"GET\",route=\"/teas/:name\",status=\"200\"} 3",
            "http_server_requests_seconds_count"
                + "{method=\"GET\",route=\"/teas/:name\",status=\"404\"} 1");
    assertThat(samples("http_server_requests_seconds_bucket")).hasSize(2 * BOUNDS.size());
  }

  private List<String> samples(String name) {
    return metrics.scrape().lines().filter(line -> line.startsWith(name + "{")).toList();
  }
}
