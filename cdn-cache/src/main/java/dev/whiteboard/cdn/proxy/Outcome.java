package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.cdn.store.StoredResponse;
import dev.whiteboard.cdn.upstream.UpstreamException;
import org.jspecify.annotations.Nullable;

/** What somebody who waits for a flight gets of it. */
sealed interface Outcome {
  /**
   * An answer that is still coming.
   *
   * @param head as it came, or as it is kept
   * @param leads whether it was asked for by this one
   * @param kept whether it will be kept
   * @param detail what forbids that; empty where nothing does
   */
  record Streamed(ResponseHead head, boolean leads, boolean kept, String detail, Flight flight)
      implements Outcome {}

  /**
   * An answer that is kept.
   *
   * @param stored new, or still good
   * @param validated whether it was asked about
   * @param leads whether it was asked for by this one
   */
  record Kept(StoredResponse stored, boolean validated, boolean leads) implements Outcome {}

  /**
   * Nothing: the answer is another's alone, and whoever waited asks for themselves.
   *
   * @param failure the answer, where it was an error
   */
  record LetGo(@Nullable ResponseHead failure) implements Outcome {}

  /** No answer came, for nobody. */
  record Failed(UpstreamException why) implements Outcome {}
}
