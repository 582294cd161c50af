package dev.whiteboard.cdn.analytics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was done of late.
 *
 * @param spans the oldest first; the last one is not over
 * @param topUrls what edges were asked for most since the start, most first
 */
public record Report(List<Span> spans, List<Url> topUrls) {
  /**
   * A stretch of time.
   *
   * @param from when it began
   * @param tiers by name; those alone that answered something
   */
  public record Span(Instant from, Map<String, TierCounts> tiers) {}

  /**
   * What the nodes of a tier did.
   *
   * @param results answers by where they came from
   * @param statuses answers by status
   * @param bytes of all bodies
   * @param bytesSaved of those that no tier above had to send
   * @param p50Micros half of all took at most so long
   * @param p99Micros all but one in a hundred
   */
  public record TierCounts(
      Map<String, Long> results,
      Map<Integer, Long> statuses,
      long bytes,
      long bytesSaved,
      long p50Micros,
      long p99Micros) {}

  /**
   * A URL.
   *
   * @param requests at most so many
   * @param over at most so many too many
   */
  public record Url(String url, long requests, long over) {}
}
