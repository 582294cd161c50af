package dev.whiteboard.shortener.click;

/**
 * Which of a sender's batches have come: all up to 64 below the highest, and of the last 64 those
 * whose bit is set. Tells a batch that is sent again from a new one that comes late.
 *
 * <p>The sender has no more than 64 batches on their way, from the first that is not acknowledged
 * to the last that was sent. So what lies further below the highest is in the log already, and a
 * batch down there is one sent again. It is how IPsec tells replayed packets (RFC 4303, section
 * 3.4.3).
 *
 * <pre>
 *   highest 70            bit 0 = 70, bit 1 = 69 ... bit 63 = 7
 *   68 comes              its bit is 0: new, and set now
 *   68 comes again        its bit is 1: seen
 *   5 comes               further than 64 below: seen
 * </pre>
 *
 * @param highest the highest number that came; 0 for none
 * @param seen bit i stands for {@code highest - i}
 */
record ReplayWindow(long highest, long seen) {
  /** As many batches as a sender may have on their way. */
  static final int SIZE = Long.SIZE;

  /** Nothing came yet. */
  static final ReplayWindow EMPTY = new ReplayWindow(0, 1);

  /** Whether the batch of this number came before. */
  boolean has(long sequence) {
    var below = highest - sequence;
    return below >= SIZE || (below >= 0 && (seen >>> below & 1) == 1);
  }

  /** With this number. */
  ReplayWindow with(long sequence) {
    var above = sequence - highest;
    if (above <= 0) {
      return has(sequence) ? this : new ReplayWindow(highest, seen | 1L << -above);
    }
    return new ReplayWindow(sequence, above >= SIZE ? 1 : seen << above | 1);
  }
}
