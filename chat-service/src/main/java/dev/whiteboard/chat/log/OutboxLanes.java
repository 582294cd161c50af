package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;

/**
 * The lanes of the outbox. A chat keeps to one, and one reader at a time has a lane, so that a
 * chat's messages leave in their order while several nodes share the work.
 */
public final class OutboxLanes {
  /** How many there are. Another number needs an empty outbox. */
  public static final int COUNT = 4;

  private OutboxLanes() {}

  /** A chat's lane, from 0. The low bits of an id are random (RFC 9562, section 5.7). */
  public static int of(ChatId chat) {
    return Math.floorMod(chat.value().getLeastSignificantBits(), COUNT);
  }
}
