package dev.whiteboard.chat.session;

import dev.whiteboard.kit.metrics.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of connections; from any thread. */
public final class SessionMeters {
  /** What became of a message that was sent. */
  public enum Result {
    /** It has its place. */
    STORED,
    /** It had it before. */
    DUPLICATE,
    /** It may not be there. */
    REFUSED,
    /** Nobody knows; the client sends it again. */
    UNAVAILABLE
  }

  private final Map<Result, Counter> messages = new EnumMap<>(Result.class);
  private final LongAdder connections = new LongAdder();
  private final Timer delivery;
  private final Counter slow;

  /** Registers them. */
  public SessionMeters(MeterRegistry registry) {
    for (var result : Result.values()) {
      messages.put(
          result,
          Counter.builder("chat_messages")
              .description("Messages that clients sent, by what became of them")
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    registry.gauge("chat_connections", connections, LongAdder::sum);
    this.delivery =
        LatencyTimer.builder("chat_delivery")
            .description("From the commit of a message to the write on a receiver's socket")
            .register(registry);
    this.slow =
        Counter.builder("chat_slow_clients")
            .description("Clients that were told of gaps instead of messages")
            .register(registry);
  }

  void opened() {
    connections.increment();
  }

  void closed() {
    connections.decrement();
  }

  /** Connections at the moment. */
  public long connections() {
    return connections.sum();
  }

  void sent(Result result) {
    Objects.requireNonNull(messages.get(result)).increment();
  }

  void delivered(long milliseconds) {
    delivery.record(Math.max(0, milliseconds), TimeUnit.MILLISECONDS);
  }

  void slow() {
    slow.increment();
  }
}
