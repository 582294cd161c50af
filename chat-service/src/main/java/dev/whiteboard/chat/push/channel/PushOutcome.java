package dev.whiteboard.chat.push.channel;

import java.time.Duration;
import java.util.Optional;

/** What became of a push. */
public sealed interface PushOutcome {
  /** Whoever is to pass it on has it. */
  record Delivered() implements PushOutcome {}

  /** There is nobody any more, and never will be. */
  record Gone() implements PushOutcome {}

  /**
   * Not now.
   *
   * @param after how long the other side asks to wait; empty where it does not say
   * @param reason for operators; holds no secret
   */
  record Later(Optional<Duration> after, String reason) implements PushOutcome {}

  /**
   * Never, however often it is tried.
   *
   * @param reason for operators; holds no secret
   */
  record Refused(String reason) implements PushOutcome {}
}
