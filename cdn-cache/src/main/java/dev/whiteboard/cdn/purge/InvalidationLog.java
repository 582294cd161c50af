package dev.whiteboard.cdn.purge;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * All invalidations in their order, kept for as long as the longest time to live. Answers come on
 * any thread; each has a deadline, and fails where the log is away.
 */
public interface InvalidationLog {
  /**
   * Adds one, kept on disk when the answer comes.
   *
   * @param draft whose sequence is not known yet
   * @return the same with its sequence
   */
  CompletionStage<Invalidation> append(Invalidation draft);

  /** Where the log ends. */
  CompletionStage<End> end();

  /**
   * Reads on from a sequence.
   *
   * @param countMax of records
   */
  CompletionStage<Slice> read(long from, int countMax);

  /**
   * The end of a log.
   *
   * @param history which log it is: one that is deleted and made again has another, and sequences
   *     that mean something else
   * @param sequence the last there is; 0 where there is none
   */
  record End(long history, long sequence) {}

  /**
   * A part of a log.
   *
   * @param history which log it is
   * @param first the oldest sequence that is still there
   * @param through all that is in the log up to here is in this slice, from where it was asked for
   * @param invalidations in their order; a sequence without one is void
   */
  record Slice(long history, long first, long through, List<Invalidation> invalidations) {}
}
