package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.id.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Which users are there, on any node: each as long as a node holds a lease for him. No method
 * blocks but {@link #ping}, and all fail while the store of leases is away.
 */
public interface Leases {
  /**
   * This node hears the user.
   *
   * @return whether no node did before: he is online by this
   */
  CompletionStage<Boolean> renew(UserId user);

  /**
   * This node does not hear the user any more.
   *
   * @param goneMs how long that is ago
   * @return whether no other node does: he is offline by this
   */
  CompletionStage<Boolean> release(UserId user, long goneMs);

  /** Whether the user is there. */
  CompletionStage<Seen> look(UserId user);

  /** Asks for a sign of life; throws where there is none. Blocks for a moment. */
  void ping() throws Exception;

  /**
   * What a look has found.
   *
   * @param online whether he is there
   * @param since since when; empty where nobody knows any more
   * @param sureMs how long he is online at least
   */
  record Seen(boolean online, Optional<Instant> since, long sureMs) {}
}
