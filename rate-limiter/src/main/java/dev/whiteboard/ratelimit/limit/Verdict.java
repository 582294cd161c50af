package dev.whiteboard.ratelimit.limit;

/**
 * What a limiter said. Written by the limiter and read by the caller, again and again the same
 * object: so a decision costs no memory. It belongs to one thread at a time.
 */
public final class Verdict {
  /** What none of the moments below can be. */
  private static final long NEVER = -1;

  private boolean admitted;
  private long limit;
  private long remaining;
  private long moreAfterNanos;
  private long resetAfterNanos;
  private long retryAfterNanos;
  private long delayNanos;
  private long permits;
  private long takenAt = NEVER;

  /** One that says nothing yet. */
  public Verdict() {}

  /** Whether the permits were taken. */
  public boolean admitted() {
    return admitted;
  }

  /** The most that can be had at once, as a client is told. */
  public long limit() {
    return limit;
  }

  /** How many permits could be taken now. */
  public long remaining() {
    return remaining;
  }

  /** Until one permit more is there, 0 where all are. */
  public long moreAfterNanos() {
    return moreAfterNanos;
  }

  /** Until the key is as one that was never used. */
  public long resetAfterNanos() {
    return resetAfterNanos;
  }

  /** After which the same request is admitted where nobody else asks; 0 where it was admitted. */
  public long retryAfterNanos() {
    return retryAfterNanos;
  }

  /** How long who was admitted waits for its turn; 0 but for a queue. */
  public long delayNanos() {
    return delayNanos;
  }

  /** How many permits were asked for. */
  public long permits() {
    return permits;
  }

  /** The limiter's moment of the decision, in its own unit: what a refund needs. */
  public long takenAt() {
    return takenAt;
  }

  /** It was admitted. */
  public Verdict admit(long asked, long at, long delay) {
    admitted = true;
    permits = asked;
    takenAt = at;
    delayNanos = delay;
    retryAfterNanos = 0;
    return this;
  }

  /** It was not. */
  public Verdict deny(long asked, long at, long retryAfter) {
    admitted = false;
    permits = asked;
    takenAt = at;
    delayNanos = 0;
    retryAfterNanos = retryAfter;
    return this;
  }

  /** And so it stands with the key now. */
  public Verdict left(long ofLimit, long still, long moreAfter, long resetAfter) {
    limit = ofLimit;
    remaining = still;
    moreAfterNanos = moreAfter;
    resetAfterNanos = resetAfter;
    return this;
  }

  @Override
  public String toString() {
    return "%s, %d of %d left, retry after %d ns, reset after %d ns"
        .formatted(
            admitted ? "admitted" : "denied", remaining, limit, retryAfterNanos, resetAfterNanos);
  }
}
