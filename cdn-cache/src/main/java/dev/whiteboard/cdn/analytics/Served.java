package dev.whiteboard.cdn.analytics;

import java.util.Locale;

/**
 * A request that a node has answered.
 *
 * @param tier of the node, as metrics name it
 * @param url whole
 * @param status of the answer
 * @param result where the answer came from
 * @param bytes of its body
 * @param nanos from its head to the end of the answer
 */
public record Served(String tier, String url, int status, Result result, long bytes, long nanos) {
  /** Where an answer came from. */
  public enum Result {
    /** From memory, fresh. */
    HIT,
    /** From memory, stale. */
    STALE,
    /** From memory, once the tier above said that it still holds. */
    REVALIDATED,
    /** From above, at the cost of one request for all who waited. */
    MISS,
    /** From above, as no cache may keep it. */
    PASS,
    /** Refused here. */
    REFUSED,
    /** There was none from above. */
    ERROR;

    /** As metrics name it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the tier above did not have to send the body. */
    public boolean isSaved() {
      return this == HIT || this == STALE || this == REVALIDATED;
    }
  }
}
