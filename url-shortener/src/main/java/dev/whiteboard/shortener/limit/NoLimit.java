package dev.whiteboard.shortener.limit;

/** Lets everything through. */
final class NoLimit implements RateLimit {
  @Override
  public Decision tryAcquire(String key, int permits) {
    return LocalRateLimit.ALLOWED;
  }

  @Override
  public Decision peek(String key) {
    return LocalRateLimit.ALLOWED;
  }
}
