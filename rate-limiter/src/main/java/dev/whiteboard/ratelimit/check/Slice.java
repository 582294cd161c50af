package dev.whiteboard.ratelimit.check;

/** Permits that were taken from the store and not spent yet. Belongs to its {@link Lease}. */
final class Slice {
  private final long takenAt;
  private final long overAtNanos;
  private long left;

  /**
   * Permits to spend.
   *
   * @param left how many
   * @param takenAt the store's moment, in its own unit
   * @param overAtNanos when they must not be spent any more, by this node's clock
   */
  Slice(long left, long takenAt, long overAtNanos) {
    this.left = left;
    this.takenAt = takenAt;
    this.overAtNanos = overAtNanos;
  }

  long left() {
    return left;
  }

  long takenAt() {
    return takenAt;
  }

  boolean isOver(long nowNanos) {
    return nowNanos - overAtNanos >= 0;
  }

  boolean take(long permits) {
    if (permits > left) {
      return false;
    }
    left -= permits;
    return true;
  }

  void putBack(long permits) {
    left += permits;
  }
}
