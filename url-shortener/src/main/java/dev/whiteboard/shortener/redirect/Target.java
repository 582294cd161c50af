package dev.whiteboard.shortener.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.link.StoredLink;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a redirect needs of a link, and no more: it is kept a million times.
 *
 * <p>32 bytes, and the location. That is bytes and no string: it saves another object, and it is
 * bytes that are sent.
 */
public final class Target {
  /** It does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The status of a deleted link. */
  private static final int GONE = 410;

  /**
   * How long a browser keeps a permanent redirect at most. Short, as what it keeps can't be edited
   * and isn't counted; long enough that a double click asks once.
   */
  private static final Duration KEPT_MAX = Duration.ofSeconds(90);

  private static final String NOT_KEPT = "private, max-age=0";

  private final byte[] location;
  private final long expiresAtMillis;
  private final int version;
  private final short status;
  private final boolean limited;

  /**
   * A target.
   *
   * @param location where it leads, in ASCII; empty for a deleted one
   * @param status the HTTP status, 410 for a deleted one
   * @param limited whether its visits are numbered
   * @param expiresAtMillis from when on it leads nowhere, since the epoch; {@link #NEVER} for never
   * @param version the link's, to tell an old target from a new one
   * @throws ArithmeticException where a link was changed more than two billion times
   */
  Target(String location, int status, boolean limited, long expiresAtMillis, long version) {
    this.location = location.getBytes(US_ASCII);
    this.status = (short) status;
    this.limited = limited;
    this.expiresAtMillis = expiresAtMillis;
    this.version = Math.toIntExact(version);
  }

  /** What a redirect to this link needs. */
  public static Target of(StoredLink stored) {
    return stored.deleted() ? deleted(stored.version()) : of(stored.link(), stored.version());
  }

  /** What a redirect to a link needs that was just made. */
  public static Target ofNew(Link link) {
    return of(link, StoredLink.VERSION_FIRST);
  }

  /** What is left of a deleted link. */
  static Target deleted(long version) {
    return new Target("", GONE, false, NEVER, version);
  }

  private static Target of(Link link, long version) {
    return new Target(
        link.url().text(),
        link.redirect().status(),
        link.maxVisits().isPresent(),
        link.expiresAt().map(Instant::toEpochMilli).orElse(NEVER),
        version);
  }

  /** Where it leads, as it is sent. The bytes are the target's own: nobody changes them. */
  public byte[] location() {
    return location;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Whether its visits are numbered. */
  public boolean limited() {
    return limited;
  }

  /** From when on it leads nowhere, since the epoch. */
  public long expiresAtMillis() {
    return expiresAtMillis;
  }

  /** The link's version. */
  long version() {
    return version;
  }

  /** Whether its owner took it away. */
  public boolean isDeleted() {
    return status == GONE;
  }

  /** Whether who sends something else than a GET is to send it there: what 307 and 308 mean. */
  public boolean keepsMethod() {
    return status == 307 || status == 308;
  }

  /** Whether it leads nowhere any more; at the boundary it does not. */
  public boolean isExpired(long nowMillis) {
    return nowMillis >= expiresAtMillis;
  }

  /** {@code Cache-Control} of the redirect: never kept past the expiry, a limited one never. */
  public String cacheControl(long nowMillis) {
    if (limited || status == 302 || status == 307) {
      return NOT_KEPT;
    }
    var leftSeconds = (expiresAtMillis - nowMillis) / 1_000;
    return "private, max-age=" + Math.clamp(leftSeconds, 0, KEPT_MAX.toSeconds());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Target target
        && Arrays.equals(location, target.location)
        && status == target.status
        && limited == target.limited
        && expiresAtMillis == target.expiresAtMillis
        && version == target.version;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(location) + version;
  }

  @Override
  public String toString() {
    return "Target[%s, %d, version %d]".formatted(new String(location, US_ASCII), status, version);
  }
}
