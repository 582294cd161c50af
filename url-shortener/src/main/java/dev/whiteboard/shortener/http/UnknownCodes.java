package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.web.AddressKey;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Codes without a link, counted by who asks for them: many of them are somebody guessing.
 *
 * <p>A look-up that fails is not counted. With the database away that would refuse those who share
 * an address with many others even the links that Redis still knows.
 */
public final class UnknownCodes {
  private final Optional<RateLimiter> limit;
  private final ClientAddress addresses;

  /** Within this limit. */
  public UnknownCodes(Optional<RateLimiter> limit, ClientAddress addresses) {
    this.limit = limit;
    this.addresses = addresses;
  }

  /** How long its address has to wait before it may ask for a code that may lead nowhere. */
  Optional<Duration> retryAfter(HttpServerRequest request) {
    return limit.flatMap(limiter -> retryAfter(limiter, key(request)));
  }

  /** Counts a code that led nowhere; those under way together may be a few more than the limit. */
  void count(HttpServerRequest request) {
    limit.ifPresent(limiter -> limiter.tryAcquire(key(request), 1));
  }

  private static Optional<Duration> retryAfter(RateLimiter limiter, String key) {
    var verdict = new Verdict();
    return limiter.peek(key, 1, verdict)
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(verdict.retryAfterNanos()));
  }

  private String key(HttpServerRequest request) {
    return AddressKey.of(addresses.of(request));
  }
}
