package dev.whiteboard.cdn.purge;

import java.util.List;

/**
 * What nodes write to each other about invalidations. {@link LetterCodec} draws it as bytes.
 *
 * @param from who wrote it
 * @param history which log its sequences are of; {@link Journal#NO_HISTORY} where the writer does
 *     not know yet
 * @param message what it says
 */
public record Letter(String from, long history, Message message) {
  /** What a letter says. */
  public sealed interface Message {}

  /**
   * Apply this, and pass it on as the strategy says.
   *
   * @param invalidation what to apply
   * @param kind how it spreads
   */
  public record Tell(Invalidation invalidation, Strategy.Kind kind) implements Message {}

  /**
   * These have applied it.
   *
   * @param sequence which invalidation
   * @param nodes the writer, or those that the writer told
   */
  public record Ack(long sequence, List<String> nodes) implements Message {}

  /**
   * What have you applied? This is what I have.
   *
   * @param token to be sent back: a moment of the asker's clock
   * @param digest what the asker has applied
   */
  public record Ask(long token, Digest digest) implements Message {}

  /**
   * The answer to an {@link Ask}.
   *
   * @param token the asker's
   * @param digest what the one who answers has applied
   * @param ageMillis so long ago the one who answers was sure to have missed nothing
   */
  public record Answer(long token, Digest digest, long ageMillis) implements Message {}

  /**
   * Give me these.
   *
   * @param ranges of sequences
   */
  public record Pull(List<Range> ranges) implements Message {}

  /**
   * What somebody missed.
   *
   * @param invalidations to apply
   * @param voids sequences that no invalidation has: what stands there in the log is none
   * @param lostThrough no log has these any more, up to and with it; 0 for none
   */
  public record Gift(List<Invalidation> invalidations, List<Long> voids, long lostThrough)
      implements Message {}
}
