package dev.whiteboard.cdn.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What is not to be served any more.
 *
 * @param sequence its place in the log, from 1 on, without gaps: the order for all nodes
 * @param id what the caller was told
 * @param target what it meets
 * @param soft whether what it meets stays, stale, to be validated; or is gone
 * @param priority how much it matters
 * @param acceptedAt when it was accepted
 * @param timeToLive after that a node that missed it starts with nothing instead
 */
public record Invalidation(
    long sequence,
    String id,
    Target target,
    boolean soft,
    Priority priority,
    Instant acceptedAt,
    Duration timeToLive) {
  /** What an invalidation meets. */
  public sealed interface Target {
    /** These URLs, all variants of each; whole, as {@code RequestHead.url()} writes them. */
    record Urls(Set<String> urls) implements Target {}

    /** All that has one of these tags. */
    record Tags(Set<String> tags) implements Target {}

    /** All URLs that begin so. */
    record Prefix(String prefix) implements Target {}
  }

  /** How much it matters. */
  public enum Priority {
    /** Within seconds, at little cost. */
    LOW,
    /** Within a second. */
    NORMAL,
    /** At once, whatever it costs. */
    URGENT
  }
}
