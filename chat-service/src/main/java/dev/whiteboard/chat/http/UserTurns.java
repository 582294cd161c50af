package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.run.Turns;
import java.util.function.Supplier;

/** Lets a user do a few things at once on this node, so that one does not take all turns. */
final class UserTurns {
  private final Turns<UserId> turns;
  private final Problem tooMany;

  /**
   * So many of each user.
   *
   * @param tooMany what one more is answered with
   */
  UserTurns(int atOnceMax, Problem tooMany) {
    this.turns = new Turns<>(atOnceMax);
    this.tooMany = tooMany;
  }

  /**
   * Runs one.
   *
   * @throws dev.whiteboard.kit.http.ProblemException where the user has too many
   */
  <T> T take(UserId user, Supplier<T> work) {
    if (!turns.take(user)) {
      throw tooMany.asException();
    }
    try {
      return work.get();
    } finally {
      turns.giveBack(user);
    }
  }
}
