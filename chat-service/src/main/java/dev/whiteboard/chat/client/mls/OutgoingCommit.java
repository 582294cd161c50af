package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import java.util.List;

/**
 * A commit on its way to the delivery service. It changes nothing, not for its own maker either,
 * before it comes back in the chat's order.
 *
 * @param group which group
 * @param epoch the epoch that it ends
 * @param commit its bytes; a retry sends the same
 * @param welcome for those who join by it, one for all of them; empty where nobody does
 * @param joiners whom the welcome is for
 * @param groupInfo from which a device that lost its state enters the epoch that begins
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record OutgoingCommit(
    MlsGroupId group,
    long epoch,
    byte[] commit,
    byte[] welcome,
    List<MlsIdentity> joiners,
    byte[] groupInfo) {
  public OutgoingCommit {
    joiners = List.copyOf(joiners);
  }
}
