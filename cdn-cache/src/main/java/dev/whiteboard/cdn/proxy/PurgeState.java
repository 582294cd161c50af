package dev.whiteboard.cdn.proxy;

/** What a node's proxy asks of its part in invalidations. For any thread; nothing waits. */
@FunctionalInterface
public interface PurgeState {
  /**
   * The latest invalidation that is applied here, or about to be. Goes up with each request, and is
   * read after the fill's fence was taken: whoever answers must have applied as much.
   */
  long epoch();

  /** Whether the node was sure, a moment ago, to have missed none. */
  default boolean isCurrent() {
    return true;
  }
}
