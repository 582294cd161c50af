package dev.whiteboard.shortener.redirect;

import dev.whiteboard.shortener.redirect.RedisTargets.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@code shortener_cache_requests_total}: which tier was asked, and what it knew. */
public final class CacheMeters {
  private final Counter memoryHit;
  private final Counter memoryMiss;
  private final Counter redisHit;
  private final Counter redisMiss;
  private final Counter redisAway;
  private final Counter filterMiss;
  private final Counter databaseHit;
  private final Counter databaseMiss;

  /** Registers the counters. */
  public CacheMeters(MeterRegistry registry) {
    memoryHit = counter(registry, "memory", "hit");
    memoryMiss = counter(registry, "memory", "miss");
    redisHit = counter(registry, "redis", "hit");
    redisMiss = counter(registry, "redis", "miss");
    redisAway = counter(registry, "redis", "away");
    filterMiss = counter(registry, "filter", "miss");
    databaseHit = counter(registry, "postgresql", "hit");
    databaseMiss = counter(registry, "postgresql", "miss");
  }

  /** Shows whether changes are heard of, and how many codes are known. */
  public void watch(MeterRegistry registry, BooleanSupplier live, KnownCodes known) {
    Gauge.builder("shortener.news.live", () -> live.getAsBoolean() ? 1 : 0)
        .description("1 where changes made on other nodes are heard of")
        .register(registry);
    Gauge.builder("shortener.filter.codes", known, KnownCodes::added)
        .description("Codes in the filter before the database")
        .register(registry);
  }

  void memory(boolean hit) {
    (hit ? memoryHit : memoryMiss).increment();
  }

  void redis(@Nullable Answer answer, @Nullable Throwable failure) {
    if (failure != null) {
      redisAway.increment();
    } else {
      (answer instanceof Answer.Nothing ? redisMiss : redisHit).increment();
    }
  }

  /** A code that was never given out: the database is not asked. */
  void never() {
    filterMiss.increment();
  }

  void database(boolean hit) {
    (hit ? databaseHit : databaseMiss).increment();
  }

  private static Counter counter(MeterRegistry registry, String tier, String result) {
    return Counter.builder("shortener.cache.requests")
        .description("Lookups by tier and result")
        .tag("tier", tier)
        .tag("result", result)
        .register(registry);
  }
}
