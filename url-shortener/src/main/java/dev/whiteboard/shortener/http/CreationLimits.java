package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.ratelimit.limit.RateLimiter;
import dev.whiteboard.ratelimit.limit.Verdict;
import dev.whiteboard.ratelimit.web.QuotaExceeded;
import dev.whiteboard.ratelimit.web.RateLimitHandler;
import dev.whiteboard.ratelimit.web.RequestKey;
import dev.whiteboard.shortener.http.Callers.Caller;
import dev.whiteboard.shortener.limit.Limits;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * How many links a caller may make: few without an API key, many with one.
 *
 * <p>An address is known before anything else of a request is looked at, a key only when it was
 * found to be one.
 */
public final class CreationLimits {
  private final Limits limits;
  private final RequestKey keyless;

  /** Within these limits. */
  public CreationLimits(Limits limits, ClientAddress addresses) {
    this.limits = limits;
    var address = RequestKey.address(addresses);
    this.keyless =
        request ->
            request.headers().contains(HttpHeaders.AUTHORIZATION) ? null : address.of(request);
  }

  /** What stands before the route: it counts the requests of an address that come without a key. */
  Optional<RateLimitHandler> ofAddresses() {
    return limits
        .creations()
        .map(limiter -> new RateLimitHandler("links-per-address", limiter, keyless));
  }

  /** Counts one more link of a key; a 429 where it is one too many. */
  Optional<Problem> spend(Caller caller) {
    return caller instanceof Caller.WithKey(var id)
        ? limits.keyCreations().flatMap(limiter -> spend(limiter, id))
        : Optional.empty();
  }

  private static Optional<Problem> spend(RateLimiter limiter, String keyId) {
    var verdict = new Verdict();
    if (limiter.tryAcquire(keyId, 1, verdict)) {
      return Optional.empty();
    }
    var retryAfter = Duration.ofNanos(verdict.retryAfterNanos());
    return Optional.of(
        QuotaExceeded.problem("The limit of links a minute for this API key.", retryAfter));
  }
}
