package dev.whiteboard.cdn.cache;

/** All caches that there are. */
enum Kind {
  PLAIN_LRU,
  LRU,
  SIEVE,
  S3_FIFO,
  W_TINY_LFU;

  <K, V> Cache<K, V> cache(Bounds<K, V> bounds) {
    return this == PLAIN_LRU ? new PlainLru<>(bounds) : Policy.valueOf(name()).cache(bounds);
  }
}
