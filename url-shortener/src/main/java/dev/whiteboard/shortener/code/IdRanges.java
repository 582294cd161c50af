package dev.whiteboard.shortener.code;

/** Leases ranges of ids, each to one node and never again. */
public interface IdRanges {
  /**
   * A range that nobody else has. One that is not used up is lost: that leaves a gap, never a
   * duplicate.
   */
  IdRange lease();

  /**
   * Ids from {@code first}, inclusive, to {@code end}, exclusive.
   *
   * @param first the first id
   * @param end the first id past the range
   */
  record IdRange(long first, long end) {
    /** Refuses an empty range. */
    public IdRange {
      if (first < 0 || first >= end) {
        throw new IllegalArgumentException("empty range: " + first + " to " + end);
      }
    }
  }
}
