package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.message.ResponseHead;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How requests for a host and path are served. The one that names host and path most exactly
 * counts, see {@link RouteTable}.
 *
 * <p>Allowed regions are law and not taste: a node elsewhere neither keeps what the route serves
 * nor passes it on, not even from a node that may. It answers 451 (RFC 7725), because bytes that
 * pass through a region are in it; and nodes go past it on their way to the origin.
 *
 * @param name for people and metrics
 * @param host the authority that it is for: exactly, {@code *.suffix} for all below a suffix, or
 *     {@code *} for any
 * @param pathPrefix what paths begin with
 * @param origin where its responses come from
 * @param timeToLive fresh for so long, whatever the origin says; empty to believe the origin
 * @param allowedRegions regions whose nodes may serve and keep it; empty for all
 * @param function the edge function that sees requests and responses
 * @param onFunctionFailure what happens where the function does not end as it should
 * @param requestsPerSecond how often one client may ask
 * @param query what of a query counts
 * @param keepOn which request for a URL is the first whose response is kept
 */
public record Route(
    String name,
    String host,
    String pathPrefix,
    URI origin,
    Optional<Duration> timeToLive,
    Set<String> allowedRegions,
    Optional<String> function,
    FailurePolicy onFunctionFailure,
    Optional<Integer> requestsPerSecond,
    QueryRules query,
    KeepOn keepOn) {
  /** When a response is let into a cache that has nothing under its URL. */
  public enum KeepOn {
    /** At once. */
    FIRST,
    /** When its URL is asked for a second time within a while: most are asked for once. */
    SECOND
  }

  /** What a request is worth whose function failed. */
  public enum FailurePolicy {
    /** It goes on without the function. */
    OPEN,
    /** It is answered 500, or 503 where no thread was free. */
    CLOSED
  }

  /** Sets are unchangeable. */
  public Route {
    allowedRegions = Set.copyOf(allowedRegions);
  }

  /** One that goes on where its function fails, and takes queries as they are. */
  public Route(
      String name,
      String host,
      String pathPrefix,
      URI origin,
      Optional<Duration> timeToLive,
      Set<String> allowedRegions,
      Optional<String> function,
      Optional<Integer> requestsPerSecond) {
    this(
        name,
        host,
        pathPrefix,
        origin,
        timeToLive,
        allowedRegions,
        function,
        FailurePolicy.OPEN,
        requestsPerSecond,
        QueryRules.AS_IS,
        KeepOn.FIRST);
  }

  /** The route that leads all to one origin. */
  public static Route everything(URI origin) {
    return new Route(
        "everything",
        "*",
        "/",
        origin,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether a node of this region may serve it. */
  public boolean isAllowedIn(String region) {
    return allowedRegions.isEmpty() || allowedRegions.contains(region);
  }

  /** The response as this route wants it kept. Asked once, of what the origin answered. */
  public ResponseHead apply(ResponseHead response) {
    return timeToLive.map(ttl -> Lifetimes.override(response, ttl)).orElse(response);
  }
}
