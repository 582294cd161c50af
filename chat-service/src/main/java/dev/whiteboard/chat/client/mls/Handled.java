package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.util.List;
import java.util.Optional;

/** What a commit from the chat's log did to the group. */
public sealed interface Handled {
  /**
   * An epoch began. Somebody who is among the added and the removed has other keys than before: a
   * reason to tell the user.
   *
   * @param epoch which one
   * @param added who came
   * @param removed who went
   * @param own whether this member made the commit
   * @param lost what this member was about to change, where another's commit was first; to be
   *     {@link Change#rebased} and prepared again
   */
  record Advanced(
      long epoch,
      List<MlsIdentity> added,
      List<MlsIdentity> removed,
      boolean own,
      Optional<Change> lost)
      implements Handled {
    public Advanced {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /** This member was removed; the group is of no use to it any more. */
  record Removed() implements Handled {}

  /** It ended an epoch that this member never was in, or has left: nothing to do. */
  record Past() implements Handled {}

  /**
   * It is of a group that replaces this one: a welcome to that one comes, or does not.
   *
   * @param generation of the group that replaces this one
   */
  record Replaced(int generation) implements Handled {}
}
