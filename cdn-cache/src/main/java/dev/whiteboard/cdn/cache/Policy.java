package dev.whiteboard.cdn.cache;

/** Which entry goes when there is no room. */
public enum Policy {
  /** What was not used for longest. */
  LRU,
  /** What was not used since the hand came by. */
  SIEVE,
  /** What was not used in a small queue, or in a large one. */
  S3_FIFO,
  /** What was used least often lately; with a window for what is new. */
  W_TINY_LFU;

  /** Good everywhere: on the web, and on loops where all others fail. */
  public static final Policy DEFAULT = W_TINY_LFU;

  /** An empty cache, for any number of threads. */
  public <K, V> Cache<K, V> cache(Bounds<K, V> bounds) {
    return switch (this) {
      case LRU -> new LruCache<>(bounds);
      case SIEVE -> new SieveCache<>(bounds);
      case S3_FIFO -> new S3FifoCache<>(bounds);
      case W_TINY_LFU -> new TinyLfuCache<>(bounds);
    };
  }
}
