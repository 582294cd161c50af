package dev.whiteboard.shortener.redirect;

import dev.whiteboard.shortener.link.Link;
import java.time.Duration;
import java.time.Instant;

/**
 * What a redirect needs of a link, and no more: it is kept a million times.
 *
 * @param location where it leads
 * @param status the HTTP status
 * @param permanent whether a browser may keep it
 * @param limited whether its visits are numbered
 * @param expiresAtMillis from when on it leads nowhere, since the epoch; {@link #NEVER} for never
 */
public record Target(
    String location, int status, boolean permanent, boolean limited, long expiresAtMillis) {

  /** It does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /**
   * How long a browser keeps a permanent redirect at most. Short, as what it keeps can't be edited
   * and isn't counted; long enough that a double click asks once.
   */
  private static final Duration KEPT_MAX = Duration.ofSeconds(90);

  private static final String NOT_KEPT = "private, max-age=0";

  /** What a redirect to this link needs. */
  public static Target of(Link link) {
    return new Target(
        link.url().text(),
        link.redirect().status(),
        link.redirect().isPermanent(),
        link.maxVisits().isPresent(),
        link.expiresAt().map(Instant::toEpochMilli).orElse(NEVER));
  }

  /** Whether it leads nowhere any more; at the boundary it does not. */
  public boolean isExpired(long nowMillis) {
    return nowMillis >= expiresAtMillis;
  }

  /** {@code Cache-Control} of the redirect: never kept past the expiry, a limited one never. */
  public String cacheControl(long nowMillis) {
    if (!permanent || limited) {
      return NOT_KEPT;
    }
    var leftSeconds = (expiresAtMillis - nowMillis) / 1_000;
    return "private, max-age=" + Math.clamp(leftSeconds, 0, KEPT_MAX.toSeconds());
  }
}
