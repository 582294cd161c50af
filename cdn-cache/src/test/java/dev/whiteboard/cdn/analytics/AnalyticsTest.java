package dev.whiteboard.cdn.analytics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.cdn.analytics.Served.Result;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AnalyticsTest {
  private Instant now = Instant.parse("2027-01-01T00:00:05Z");
  private final Analytics analytics = new Analytics(() -> now);

  @Test
  void report_countsByTierAndSpan() {
    serve("edge", 200, Result.HIT, 100);
    serve("edge", 200, Result.MISS, 50);
    serve("shield", 404, Result.MISS, 50);
    now = now.plusSeconds(10);
    serve("edge", 200, Result.HIT, 1);

    var spans = analytics.report(Duration.ofSeconds(10)).spans();

    var first = spans.get(spans.size() - 2);
    assertThat(first.from()).isEqualTo("2027-01-01T00:00:00Z");
    var edge = requireNonNull(first.tiers().get("edge"));
    assertThat(edge.results()).containsEntry("hit", 1L).containsEntry("miss", 1L);
    assertThat(edge.bytes()).isEqualTo(150);
    assertThat(edge.bytesSaved()).isEqualTo(100);
    assertThat(first.tiers().get("shield")).extracting("statuses").hasToString("{404=1}");
    assertThat(spans.getLast().tiers().get("edge")).extracting("bytes").isEqualTo(1L);
  }

  @Test
  void report_afterTenMinutes_hasForgotten() {
    serve("edge", 200, Result.HIT, 100);
    now = now.plus(Analytics.KEPT);

    assertThat(analytics.report(Duration.ofMinutes(10)).spans())
        .allSatisfy(span -> assertThat(span.tiers()).isEmpty());
  }

  @Test
  void report_wholeTime_isOneSpanWithAll() {
    for (var i = 0; i < 600; i++) {
      serve("edge", 200, Result.HIT, 1);
      now = now.plusSeconds(1);
    }

    var spans = analytics.report(Duration.ofSeconds(1)).spans();

    assertThat(spans).hasSizeLessThanOrEqualTo(600);
    assertThat(spans.stream().filter(span -> !span.tiers().isEmpty())).hasSize(599);
  }

  @Test
  void report_topUrls_areThoseAskedForMost() {
    for (var i = 0; i < 3_000; i++) {
      analytics.record(
          new Served("edge", i % 3 == 0 ? "http://a/hot" : "http://a/" + i, 200, Result.HIT, 1, 1));
    }

    var top = analytics.report(Duration.ofMinutes(1)).topUrls().getFirst();

    assertThat(top.url()).isEqualTo("http://a/hot");
    assertThat(top.requests() - top.over()).isLessThanOrEqualTo(1_000);
    assertThat(top.requests()).isGreaterThanOrEqualTo(1_000);
  }

  @Test
  void report_spanOfNoUse_isRefused() {
    assertThatThrownBy(() -> analytics.report(Duration.ofMillis(500)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> analytics.report(Duration.ofMinutes(11)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void micros_areAtMostAnEighthTooHigh() {
    var latencies = new Latencies();
    for (var micros = 1; micros <= 100_000; micros++) {
      latencies.record(micros * 1_000L);
    }

    assertThat(latencies.micros(0.5)).isBetween(50_000L, 56_250L);
    assertThat(latencies.micros(0.99)).isBetween(99_000L, 111_375L);
  }

  @Test
  void micros_ofNothing_isZero() {
    assertThat(new Latencies().micros(0.5)).isZero();
  }

  private void serve(String tier, int status, Result result, long bytes) {
    analytics.record(new Served(tier, "http://a/b", status, result, bytes, 1_000_000));
  }
}
