package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.purge.Invalidation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * An invalidation of this node alone, with no place in the log: what an unsafe request says of the
 * URLs it changed (RFC 9111, 4.4).
 */
final class LocalPurge {
  private LocalPurge() {}

  static Invalidation of(Set<String> urls, Instant now) {
    return new Invalidation(
        0,
        "unsafe-request",
        new Invalidation.Target.Urls(urls),
        false,
        Invalidation.Priority.NORMAL,
        now,
        Duration.ZERO);
  }
}
