package dev.whiteboard.cdn.resp;

/** A value and how long it holds. Never changed: a new value is a new entry. */
public final class Entry {
  /** It holds for good. */
  static final long FOREVER = Long.MAX_VALUE;

  /** What an entry takes in memory beside its bytes: objects, headers, its place in the cache. */
  static final int OVERHEAD_BYTES = 120;

  private final byte[] value;
  private final long endMillis;

  /**
   * Takes the array as its own.
   *
   * @param endMillis since the epoch, when it is gone; or {@link #FOREVER}
   */
  Entry(byte[] value, long endMillis) {
    this.value = value;
    this.endMillis = endMillis;
  }

  /** What an entry weighs, in bytes: what {@code maxmemory} counts. */
  public static long weight(Bytes key, Entry entry) {
    return (long) key.length() + entry.value.length + OVERHEAD_BYTES;
  }

  /** Not to be written to. */
  byte[] value() {
    return value;
  }

  long endMillis() {
    return endMillis;
  }

  boolean isOver(long nowMillis) {
    return endMillis <= nowMillis;
  }

  Entry until(long millis) {
    return new Entry(value, millis);
  }
}
