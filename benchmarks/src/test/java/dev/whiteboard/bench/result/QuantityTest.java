package dev.whiteboard.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class QuantityTest {
  /** Who reads documents relies on these names. */
  @Test
  void ids_areThoseThatDocumentsHave() {
    assertThat(Quantity.values())
        .extracting(quantity -> quantity.id() + " " + quantity.unit().symbol())
        .containsExactlyInAnyOrder(
            "redirects.throughput 1/s",
            "redirects.capacity 1/s",
            "redirects.p99 us",
            "redirects.cpu us",
            "creations.single 1/s",
            "creations.bulk 1/s",
            "creations.bytes-a-link B",
            "codes.permuted ns",
            "codes.snowflake ns",
            "codes.random ns",
            "checks.memory 1/s",
            "checks.redis.p99 us",
            "limiter.token-bucket ns",
            "limiter.sliding-window ns",
            "limits-in-redis.hot 1/s",
            "limits-in-redis.zipf 1/s",
            "edge-hit.1k 1/s",
            "edge-hit.100k 1/s",
            "edge-hit.p99 us",
            "edge-hit.nginx-1k 1/s",
            "edge-miss.throughput 1/s",
            "purge.p50 ms",
            "purge.p99 ms",
            "chat-send.capacity 1/s",
            "chat-send.p99 us",
            "chat-send.bytes-a-message B",
            "chat-delivery.capacity 1/s",
            "chat-delivery.p99 us",
            "chat-group.p99 us",
            "chat-idle.bytes-a-connection B",
            "chat-idle.kernel-bytes B",
            "chat-reconnect.per-second 1/s",
            "chat-frame.encode ns",
            "chat-frame.bytes B",
            "cache.lookup ns",
            "ring.lookup ns");
  }

  @Test
  void curves_areThoseThatDocumentsHave() {
    assertThat(Stream.of(CurveId.values()).map(CurveId::id))
        .containsExactlyInAnyOrder(
            "redirects.latency",
            "chat-send.latency",
            "chat-delivery.latency",
            "edge-hit.latency",
            "limiter.throughput");
  }
}
