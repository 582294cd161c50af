package dev.whiteboard.chat.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What is counted of presence. */
public final class PresenceMeters {
  private final MeterRegistry registry;
  private final Counter changes;

  /** Registers them. */
  public PresenceMeters(MeterRegistry registry) {
    this.registry = registry;
    this.changes =
        Counter.builder("chat_presence_changes")
            .description("Users who came online or went offline by this node")
            .register(registry);
  }

  void changed() {
    changes.increment();
  }

  /** The numbers of users who are here, and who are watched here. */
  void gauges(Supplier<Number> here, Supplier<Number> watched) {
    Gauge.builder("chat_presence_here", here)
        .description("Users with a connection to this node")
        .register(registry);
    Gauge.builder("chat_presence_watched", watched)
        .description("Users whom clients of this node watch")
        .register(registry);
  }
}
