package dev.whiteboard.chat.log;

/**
 * A part of a chat.
 *
 * @param after only what comes behind this; 0 for the beginning
 * @param before only what comes ahead of this; {@link Long#MAX_VALUE} for the end
 * @param limit no more than so many
 * @param fromEnd whether the newest of it are taken where there are more, rather than the oldest
 */
public record SeqRange(long after, long before, int limit, boolean fromEnd) {
  /** A reader is given no more at a time. */
  public static final int LIMIT_MAX = 200;

  public SeqRange {
    if (after < 0 || before < 0 || limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "no range of a chat: after %d, before %d, %d at most".formatted(after, before, limit));
    }
  }

  /** What comes next behind a message. */
  public static SeqRange after(long seq, int limit) {
    return new SeqRange(seq, Long.MAX_VALUE, limit, false);
  }

  /** What came right before a message. */
  public static SeqRange before(long seq, int limit) {
    return new SeqRange(0, seq, limit, true);
  }
}
