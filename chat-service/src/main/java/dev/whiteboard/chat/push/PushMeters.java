package dev.whiteboard.chat.push;

import dev.whiteboard.chat.push.channel.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What is counted of pushes. */
public final class PushMeters {
  /** What became of a push. */
  enum Result {
    /** The other side has it. */
    DELIVERED,
    /** There is nobody any more. */
    GONE,
    /** It failed, and is tried again. */
    LATER,
    /** It failed and was given up. */
    DEAD;

    private String label() {
      return switch (this) {
        case DELIVERED -> "delivered";
        case GONE -> "gone";
        case LATER -> "later";
        case DEAD -> "dead";
      };
    }
  }

  /** From a device that is there to one whose gateway was away for an hour. */
  private static final Duration[] DELAYS = {
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
  };

  private final MeterRegistry registry;
  private final Counter cancelled;
  private final Timer delay;
  private final AtomicLong waiting = new AtomicLong();
  private final List<AtomicLong> lags = new CopyOnWriteArrayList<>();

  /** Registers them. */
  public PushMeters(MeterRegistry registry) {
    this.registry = registry;
    this.cancelled =
        Counter.builder("chat_push_cancelled")
            .description("Pushes that a device made needless by an acknowledgement, or by leaving")
            .register(registry);
    this.delay =
        Timer.builder("chat_push_delay")
            .description("From the commit of a message to the delivery of its push")
            .serviceLevelObjectives(DELAYS)
            .register(registry);
    Gauge.builder("chat_push_waiting", waiting, AtomicLong::get)
        .description("Pushes that wait, of all nodes; some seconds old")
        .register(registry);
    Gauge.builder("chat_push_lag", lags, PushMeters::longest)
        .description(
            "Records of the outbox topic that this node has still to hear, for the shard that is"
                + " furthest behind")
        .register(registry);
  }

  void count(Channel channel, Result result) {
    Counter.builder("chat_push")
        .description("Pushes that went out, by channel and by what became of them")
        .tag("channel", channel.wireName())
        .tag("result", result.label())
        .register(registry)
        .increment();
  }

  void cancelled() {
    cancelled.increment();
  }

  void delayed(Duration after) {
    delay.record(after.isNegative() ? Duration.ZERO : after);
  }

  /** For one more who hears, to be told how many records he has still to. */
  LongConsumer lag() {
    var lag = new AtomicLong();
    lags.add(lag);
    return lag::set;
  }

  private static double longest(List<AtomicLong> lags) {
    return lags.stream().mapToLong(AtomicLong::get).max().orElse(0);
  }

  void waiting(long count) {
    waiting.set(count);
  }
}
