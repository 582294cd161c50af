package dev.whiteboard.shortener.redirect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Which version the links that changed of late have at least: what a node was told, before it has
 * seen the link itself.
 *
 * <p>Whoever read a link before the change may come back after it, from a slow query or a replica
 * that lags behind. What it brings is measured here, and an old version is kept nowhere.
 */
final class RecentChanges {
  /** Longer than any look-up under way, and than a replica may lag. */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final int LINKS_MAX = 100_000;

  private static final long NOT_CHANGED = 0;

  private final Cache<String, Long> versions =
      Caffeine.newBuilder().maximumSize(LINKS_MAX).expireAfterWrite(KEPT).build();

  /** A link has this version now, or a higher one. */
  void note(String code, long version) {
    versions.asMap().merge(code, version, Math::max);
  }

  /** The lowest version that is no longer old. */
  long versionMin(String code) {
    var version = versions.getIfPresent(code);
    return version == null ? NOT_CHANGED : version;
  }
}
