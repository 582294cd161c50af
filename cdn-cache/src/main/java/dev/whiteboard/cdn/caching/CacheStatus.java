package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.CachingRules.Why;
import dev.whiteboard.cdn.message.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one cache says in {@code Cache-Status} of how it handled a request (RFC 9211): a member of a
 * structured list, to which each cache on the way to the client appends.
 *
 * <p>Begins with {@link #hit} or {@link #forwarded}; the rest adds parameters. Not for two threads.
 */
public final class CacheStatus {
  private static final String NAME = "cache-status";

  /** Characters of a key or detail that are told; the rest is cut off. */
  private static final int TEXT_MAX = 256;

  private final StringBuilder member;

  private CacheStatus(String cache) {
    this.member = new StringBuilder(64);
    string(cache);
  }

  /**
   * It was answered without asking anybody.
   *
   * @param ttlSeconds how long it stays fresh; below 0 where it is stale
   */
  public static CacheStatus hit(String cache, long ttlSeconds) {
    var status = new CacheStatus(cache);
    status.member.append("; hit");
    return status.ttl(ttlSeconds);
  }

  /** It was asked further up. */
  public static CacheStatus forwarded(String cache, Why why) {
    var status = new CacheStatus(cache);
    var reason = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    status.member.append("; fwd=").append(reason);
    return status;
  }

  /** How long what is now kept stays fresh, in seconds. */
  public CacheStatus ttl(long seconds) {
    member.append("; ttl=").append(seconds);
    return this;
  }

  /** What came, where the client is told something else. */
  public CacheStatus forwardStatus(int status) {
    member.append("; fwd-status=").append(status);
    return this;
  }

  /** What came was kept. */
  public CacheStatus stored() {
    member.append("; stored");
    return this;
  }

  /** One request went up for several. */
  public CacheStatus collapsed() {
    member.append("; collapsed");
    return this;
  }

  /** What it is kept under. */
  public CacheStatus key(String key) {
    member.append("; key=");
    return string(key);
  }

  /** Anything else. */
  public CacheStatus detail(String detail) {
    member.append("; detail=");
    return string(detail);
  }

  /** The fields of a response with this appended to what caches before said. */
  public Fields appendedTo(Fields fields) {
    @Nullable String before = fields.combined(NAME);
    return before == null || before.isEmpty()
        ? fields.plus(NAME, toString())
        : fields.with(NAME, before + ", " + this);
  }

  private CacheStatus string(String text) {
    member.append('"');
    for (var i = 0; i < Math.min(text.length(), TEXT_MAX); i++) {
      var next = text.charAt(i);
      if (next == '"' || next == '\\') {
        member.append('\\');
      }
      member.append(next < ' ' || next > '~' ? '?' : next);
    }
    member.append('"');
    return this;
  }

  /** As it stands in the field. */
  @Override
  public String toString() {
    return member.toString();
  }
}
