package dev.whiteboard.chat.push;

import dev.whiteboard.chat.push.channel.Notice;
import dev.whiteboard.chat.push.channel.Target;
import java.time.Duration;
import java.time.Instant;

/** What a look at a push shows, right before it is told. */
sealed interface Looked {
  /**
   * A device has acknowledged all of it, or nobody is to be told any more.
   *
   * @param upto the newest message that it was about
   */
  record Nothing(long upto) implements Looked {}

  /**
   * What it was first about is acknowledged; the next has not waited long enough yet.
   *
   * @param left what is left of that
   */
  record Early(Duration left) implements Looked {}

  /** The database of its chat is away, or busy with others: what there is to say is not known. */
  record Away() implements Looked {}

  /**
   * It is to be told.
   *
   * @param target where
   * @param notice what
   * @param upto the newest message that it is about
   * @param said when the oldest was kept
   */
  record Ready(Target target, Notice notice, long upto, Instant said) implements Looked {}
}
