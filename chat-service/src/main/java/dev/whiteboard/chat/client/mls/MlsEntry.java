package dev.whiteboard.chat.client.mls;

import java.util.Arrays;
import java.util.Optional;

/** A group that a device enters on its own: it is in when its commit comes back in the log. */
public final class MlsEntry {
  private final OutgoingCommit commit;
  private final MlsGroup group;

  MlsEntry(OutgoingCommit commit, MlsGroup group) {
    this.commit = commit;
    this.group = group;
  }

  /** What to bring to the delivery service. */
  public OutgoingCommit commit() {
    return commit;
  }

  /**
   * The group, once its own commit is the one that the log has.
   *
   * @param sequenced a commit from the log
   * @return empty where it is another: if that is of the same epoch, this entry has lost and is to
   *     be made again from the description of the next
   */
  public Optional<MlsGroup> entered(byte[] sequenced) {
    return Arrays.equals(commit.commit(), sequenced) ? Optional.of(group) : Optional.empty();
  }
}
