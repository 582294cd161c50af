package dev.whiteboard.shortener.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * The limits of the service, each for a minute.
 *
 * @param creations links made without a key, by {@link AddressKey}
 * @param keyCreations links made with a key, by the key's id
 * @param unknownCodes codes asked for without a link, by {@link AddressKey}
 */
public record Limits(RateLimit creations, RateLimit keyCreations, RateLimit unknownCodes) {
  /** Limits that this node keeps by itself. */
  public static Limits local(LimitSettings settings, Ticker ticker) {
    return new Limits(
        perMinute(settings.creationsPerMinute(), ticker),
        perMinute(settings.keyCreationsPerMinute(), ticker),
        perMinute(settings.unknownCodesPerMinute(), ticker));
  }

  private static RateLimit perMinute(int permits, Ticker ticker) {
    return permits == 0
        ? new NoLimit()
        : new LocalRateLimit(permits, Duration.ofMinutes(1), ticker);
  }
}
