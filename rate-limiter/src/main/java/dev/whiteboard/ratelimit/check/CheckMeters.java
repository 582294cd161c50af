package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.check.Outcome.Ruling;
import dev.whiteboard.ratelimit.rule.Rule;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * {@code ratelimit_decisions_total}, {@code ratelimit_decision_seconds} and {@code
 * ratelimit_store_failures_total}.
 *
 * <p>Labels come from rules, never from requests: what no rule holds for is counted under {@link
 * #NO_RULE}, and the counters of a rule go when it goes.
 */
public final class CheckMeters {
  /** The domain and rule of a request that no rule holds for. */
  static final String NO_RULE = "-";

  /** From a decision in this process to a store that is past its deadline. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(1_000),
    Duration.ofNanos(10_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
  };

  private final MeterRegistry registry;
  private final Counter unruled;
  private final Counter storeFailures;
  private final Timer timer;

  /** Registers the meters. */
  public CheckMeters(MeterRegistry registry) {
    this.registry = registry;
    unruled = counter(NO_RULE, NO_RULE, Said.ALLOWED, Outcome.Source.LOCAL);
    storeFailures =
        Counter.builder("ratelimit.store.failures")
            .description("Calls of the store that failed or came too late")
            .register(registry);
    timer =
        Timer.builder("ratelimit.decision")
            .description("From a check to its outcome")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** What a rule said, as the label {@code outcome}. */
  enum Said {
    ALLOWED,
    DENIED,

    /** It would have denied, but is only watched. */
    SHADOW_DENIED
  }

  void decided(long nanos) {
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  void unruled() {
    unruled.increment();
  }

  void storeFailed() {
    storeFailures.increment();
  }

  OfRule of(Rule rule) {
    return new OfRule(rule);
  }

  private Counter counter(String domain, String rule, Said said, Outcome.Source source) {
    return Counter.builder("ratelimit.decisions")
        .description("What rules said, one for each rule that holds for a request")
        .tag("domain", domain)
        .tag("rule", rule)
        .tag("outcome", label(said))
        .tag("source", label(source))
        .register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The counters of one rule: each is looked up once. */
  final class OfRule {
    private static final int SOURCES = 3;
    private static final int COUNTERS = 3 * SOURCES;

    private final Rule rule;
    private final AtomicReferenceArray<Counter> counters = new AtomicReferenceArray<>(COUNTERS);

    private OfRule(Rule rule) {
      this.rule = rule;
    }

    void count(Ruling ruling) {
      counter(said(ruling), ruling.source()).increment();
    }

    /** The rule is gone. */
    void remove() {
      for (var i = 0; i < counters.length(); i++) {
        var counter = counters.get(i);
        if (counter != null) {
          registry.remove(counter);
        }
      }
    }

    private static Said said(Ruling ruling) {
      if (ruling.verdict().admitted()) {
        return Said.ALLOWED;
      }
      return ruling.rule().shadow() ? Said.SHADOW_DENIED : Said.DENIED;
    }

    private Counter counter(Said said, Outcome.Source source) {
      var index = index(said) * SOURCES + index(source);
      var known = counters.get(index);
      if (known != null) {
        return known;
      }
      var made = CheckMeters.this.counter(rule.domain(), rule.name(), said, source);
      counters.set(index, made);
      return made;
    }

    private static int index(Said said) {
      return switch (said) {
        case ALLOWED -> 0;
        case DENIED -> 1;
        case SHADOW_DENIED -> 2;
      };
    }

    private static int index(Outcome.Source source) {
      return switch (source) {
        case REDIS -> 0;
        case LEASED -> 1;
        case LOCAL -> 2;
      };
    }
  }
}
