package dev.whiteboard.cdn.upstream;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Until when connections that rest may be used: the other end closes them at some time, and a
 * request that meets the close gets no answer.
 *
 * <p>Vert.x' client looks for old ones once a second only, and takes the other end's {@code
 * Keep-Alive: timeout} for its own. Then it is always late, as the other end counts from when it
 * answered: with the 5 s of Node.js some requests met it. On one event loop.
 */
final class IdleConnections {
  private static final Pattern TIMEOUT =
      Pattern.compile("(?i)(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,6})");

  private final Duration longest;
  private final LongSupplier nanos;
  private final Map<HttpConnection, Long> untilNanos = new WeakHashMap<>();

  /** By a clock of its own. */
  IdleConnections(Duration longest, LongSupplier nanos) {
    this.longest = longest;
    this.nanos = nanos;
  }

  /**
   * An answer has ended on it.
   *
   * @param keepAlive what the other end says of that; null for nothing
   */
  void rests(HttpConnection connection, @Nullable String keepAlive) {
    untilNanos.put(connection, nanos.getAsLong() + longest(keepAlive).toNanos());
  }

  /** Whether it may be used: also where it is new. */
  boolean isUsable(HttpConnection connection) {
    var until = untilNanos.get(connection);
    return until == null || nanos.getAsLong() - until < 0;
  }

  /** Whether it has answered before, and may have been closed since. */
  boolean hasRested(HttpConnection connection) {
    return untilNanos.containsKey(connection);
  }

  /** Four fifths of what the other end says: clocks and ways differ. */
  private Duration longest(@Nullable String keepAlive) {
    var said = TIMEOUT.matcher(keepAlive == null ? "" : keepAlive);
    if (!said.find()) {
      return longest;
    }
    var theirs = Duration.ofSeconds(Long.parseLong(said.group(1))).multipliedBy(4).dividedBy(5);
    return theirs.compareTo(longest) < 0 ? theirs : longest;
  }
}
