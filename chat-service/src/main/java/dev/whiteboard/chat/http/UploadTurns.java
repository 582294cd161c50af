package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.UserId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Lets a user upload a few files at once on this node, so that one does not take all turns. */
final class UploadTurns {
  /** Browsers have six connections to a host. */
  static final int AT_ONCE_MAX = 8;

  private final ConcurrentMap<UserId, Integer> taken = new ConcurrentHashMap<>();

  /**
   * Runs an upload.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 429 where the user has too many
   */
  <T> T take(UserId user, Supplier<T> upload) {
    if (taken.merge(user, 1, Integer::sum) > AT_ONCE_MAX) {
      release(user);
      throw FileProblems.TOO_MANY.asException();
    }
    try {
      return upload.get();
    } finally {
      release(user);
    }
  }

  private void release(UserId user) {
    taken.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }
}
