package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.UserId;
import java.util.List;

/** What became of a change of a chat. */
public sealed interface Change {
  /**
   * It is made, durably.
   *
   * @param users whom it concerned: those who were not members before, or are not any more
   */
  record Done(List<UserId> users) implements Change {
    public Done {
      users = List.copyOf(users);
    }
  }

  /**
   * Nothing was changed, and would not be however often it is asked for.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements Change {}
}
