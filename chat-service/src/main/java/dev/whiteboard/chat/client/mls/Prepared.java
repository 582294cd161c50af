package dev.whiteboard.chat.client.mls;

/** Whether a change can be made by a commit of this member. */
public sealed interface Prepared {
  /**
   * It can.
   *
   * @param commit what to bring to the delivery service
   */
  record Ready(OutgoingCommit commit) implements Prepared {}

  /**
   * It can't by any commit: the group is to be made anew without those who go, under the next
   * generation; where nobody but this member would be left, it is to be given up.
   *
   * @param reason which rule forbids it
   */
  record NeedsNewGroup(String reason) implements Prepared {}
}
