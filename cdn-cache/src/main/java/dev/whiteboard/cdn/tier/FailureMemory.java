package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.upstream.UpstreamException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * URLs whose origin gave no answer a moment ago: who asks for one again meanwhile is told so at
 * once, and what is stale is served without a wait for each client.
 *
 * <p>A table with one place for each hash; of two URLs with the same place the later one is known.
 * For any thread.
 */
final class FailureMemory {
  /** How long a failure is remembered: an origin that is back is asked by then. */
  static final Duration REMEMBERED = Duration.ofSeconds(1);

  /** A power of two. */
  private static final int PLACES = 4_096;

  /** Longer URLs are not remembered, so that memory is bounded: 4,096 times 1 Ki characters. */
  private static final int URL_CHARS_MAX = 1_024;

  private final LongSupplier nanos;
  private final AtomicReferenceArray<Failure> places = new AtomicReferenceArray<>(PLACES);

  private record Failure(String url, UpstreamException why, long untilNanos) {}

  FailureMemory(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Remembers one. */
  void failed(String url, UpstreamException why) {
    if (url.length() <= URL_CHARS_MAX) {
      var until = nanos.getAsLong() + REMEMBERED.toNanos();
      places.set(place(url), new Failure(url, why, until));
    }
  }

  /** Forgets it: there was an answer. */
  void answered(String url) {
    var place = place(url);
    var known = places.get(place);
    if (known != null && known.url.equals(url)) {
      places.compareAndSet(place, known, null);
    }
  }

  /** What went wrong a moment ago. */
  Optional<UpstreamException> recent(String url) {
    var known = places.get(place(url));
    return known == null || !known.url.equals(url) || nanos.getAsLong() - known.untilNanos >= 0
        ? Optional.empty()
        : Optional.of(known.why);
  }

  private static int place(String url) {
    var hash = url.hashCode() * 0x9E3779B9;
    return hash >>> (32 - Integer.numberOfTrailingZeros(PLACES));
  }
}
