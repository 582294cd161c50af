package dev.whiteboard.cdn.purge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a node was last sure to have missed nothing.
 *
 * <p>That moment is when it asked somebody who was sure, less that one's age, and counts once the
 * node has applied all that the other had. The moment of the answer would not do: a letter that lay
 * in a queue during a network cut must not make anybody sure. Durations alone are sent, so clocks
 * need not agree. Written by one thread, read by any.
 */
final class Contact {
  private final long currentForNanos;
  private volatile long doubtedAtNanos;
  private volatile @Nullable Long sureAtNanos;
  private @Nullable Hope hope;

  /** Who is sure as soon as the watermark is there. */
  private record Hope(long watermark, long atNanos) {}

  Contact(Duration currentFor, long nowNanos) {
    currentForNanos = currentFor.toNanos();
    doubtedAtNanos = nowNanos;
  }

  /** The node may have missed anything until now. For any thread. */
  void doubt(long nowNanos) {
    doubtedAtNanos = nowNanos;
  }

  /** Somebody had applied so much at that moment, and was sure that it was all. */
  void heard(long highest, long atNanos, long watermark) {
    if (highest <= watermark) {
      sure(atNanos);
    } else if (hope == null || atNanos - hope.atNanos > 0) {
      hope = new Hope(highest, atNanos);
    }
  }

  /** The node has applied more. */
  void advanced(long watermark) {
    if (hope != null && hope.watermark <= watermark) {
      sure(hope.atNanos);
      hope = null;
    }
  }

  /** The node had missed nothing at that moment. */
  void sure(long atNanos) {
    var known = sureAtNanos;
    if (known == null || atNanos - known > 0) {
      sureAtNanos = atNanos;
    }
  }

  /** The node starts anew. */
  void forget() {
    sureAtNanos = null;
    hope = null;
  }

  boolean isCurrent(long nowNanos) {
    var known = sureSinceDoubt();
    return known != null && nowNanos - known <= currentForNanos;
  }

  /** Whether it was not sure yet, since it began or was in doubt. */
  boolean isDoubted() {
    return sureSinceDoubt() == null;
  }

  /** How long it has been in doubt, or was. */
  Duration sinceDoubt(long nowNanos) {
    return Duration.ofNanos(nowNanos - doubtedAtNanos);
  }

  private @Nullable Long sureSinceDoubt() {
    var known = sureAtNanos;
    return known != null && known - doubtedAtNanos >= 0 ? known : null;
  }

  /** How long ago it was; very long where it never was. */
  long ageMillis(long nowNanos) {
    var known = sureSinceDoubt();
    return known == null
        ? TimeUnit.DAYS.toMillis(1)
        : TimeUnit.NANOSECONDS.toMillis(nowNanos - known);
  }
}
