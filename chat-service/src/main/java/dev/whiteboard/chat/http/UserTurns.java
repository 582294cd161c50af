package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Problem;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Lets a user do a few things at once on this node, so that one does not take all turns. */
final class UserTurns {
  private final int atOnceMax;
  private final Problem tooMany;
  private final ConcurrentMap<UserId, Integer> taken = new ConcurrentHashMap<>();

  /**
   * So many of each user.
   *
   * @param tooMany what one more is answered with
   */
  UserTurns(int atOnceMax, Problem tooMany) {
    this.atOnceMax = atOnceMax;
    this.tooMany = tooMany;
  }

  /**
   * Runs one.
   *
   * @throws dev.whiteboard.kit.http.ProblemException where the user has too many
   */
  <T> T take(UserId user, Supplier<T> work) {
    if (taken.merge(user, 1, Integer::sum) > atOnceMax) {
      release(user);
      throw tooMany.asException();
    }
    try {
      return work.get();
    } finally {
      release(user);
    }
  }

  private void release(UserId user) {
    taken.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }
}
