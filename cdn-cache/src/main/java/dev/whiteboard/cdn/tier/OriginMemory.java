package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.upstream.UpstreamException;
import dev.whiteboard.cdn.upstream.UpstreamException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * What a node knows of origins that fail: all its event loops together. A URL that got no answer is
 * not asked for again for a second. An origin that can't be reached, or is silent, several times in
 * a row is left alone but for one probe; a broken answer to one URL says nothing of others.
 */
public final class OriginMemory {
  /** An origin has many clients: one that is alive answers some of so many in a row. */
  static final int FAILURES_MAX = 10;

  static final Duration PAUSE_MIN = Duration.ofMillis(500);
  static final Duration PAUSE_MAX = Duration.ofSeconds(5);

  /** The operator names the origins; more than these are not kept apart for long. */
  private static final int ORIGINS_MAX = 256;

  private final LongSupplier nanos;
  private final FailureMemory urls;
  private final ConcurrentMap<URI, Breaker> origins = new ConcurrentHashMap<>();

  /** By a clock of its own. */
  public OriginMemory(LongSupplier nanos) {
    this.nanos = nanos;
    this.urls = new FailureMemory(nanos);
  }

  /** What went wrong with a URL a moment ago. */
  Optional<UpstreamException> recent(String url) {
    return urls.recent(url);
  }

  /** Whether an origin may be asked; how that went must be told. */
  boolean enter(URI origin) {
    return breaker(origin).enter();
  }

  void answered(URI origin, String url) {
    breaker(origin).answered();
    urls.answered(url);
  }

  void failed(URI origin, String url, UpstreamException why, boolean isRepeatable) {
    if (why.reason() == Reason.BROKEN || why.reason() == Reason.LOOP) {
      breaker(origin).answered();
    } else {
      breaker(origin).failed();
    }
    if (isRepeatable && why.reason() != Reason.LOOP) {
      urls.failed(url, why);
    }
  }

  private Breaker breaker(URI origin) {
    if (origins.size() >= ORIGINS_MAX && !origins.containsKey(origin)) {
      origins.clear();
    }
    return origins.computeIfAbsent(
        origin, _ -> new Breaker(nanos, FAILURES_MAX, PAUSE_MIN, PAUSE_MAX));
  }
}
