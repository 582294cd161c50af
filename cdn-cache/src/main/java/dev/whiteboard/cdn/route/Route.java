package dev.whiteboard.cdn.route;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How requests for a host and path are served. The first route that fits counts.
 *
 * @param name for people and metrics
 * @param host the authority that it is for; {@code *} for any
 * @param pathPrefix what paths begin with
 * @param origin where its responses come from
 * @param timeToLive fresh for so long, whatever the origin says; empty to believe the origin
 * @param allowedRegions regions whose nodes may serve and keep it; empty for all
 * @param function the edge function that sees requests and responses
 * @param requestsPerSecond how often one client may ask
 */
public record Route(
    String name,
    String host,
    String pathPrefix,
    URI origin,
    Optional<Duration> timeToLive,
    Set<String> allowedRegions,
    Optional<String> function,
    Optional<Integer> requestsPerSecond) {
  /** Whether a node of this region may serve it. */
  public boolean isAllowedIn(String region) {
    return allowedRegions.isEmpty() || allowedRegions.contains(region);
  }
}
