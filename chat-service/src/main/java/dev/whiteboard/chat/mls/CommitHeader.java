package dev.whiteboard.chat.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/**
 * What a commit says to the delivery service. It has to be a PublicMessage (RFC 9420, section 6.2):
 * signed and in the clear, so that one who is removed by it, or was not in yet, can read that.
 *
 * @param group which group it changes
 * @param epoch which epoch it ends
 */
record CommitHeader(MlsGroupId group, long epoch) {
  private static final int MLS_1_0 = 1;
  private static final int PUBLIC_MESSAGE = 1;
  private static final int MEMBER = 1;
  private static final int NEW_MEMBER_COMMIT = 4;
  private static final int COMMIT = 3;
  private static final int LEAF_INDEX_BYTES = 4;

  /** Reads one; empty where the bytes begin like none. */
  static Optional<CommitHeader> parse(byte[] message) {
    try {
      return read(new WireReader(message));
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  private static Optional<CommitHeader> read(WireReader in) {
    if (in.uint16() != MLS_1_0 || in.uint16() != PUBLIC_MESSAGE) {
      return Optional.empty();
    }
    var group = MlsGroupId.parse(in.opaque());
    var epoch = in.uint64();
    var isByMember = isByMember(in);
    in.opaque();
    return isByMember && in.uint8() == COMMIT && epoch >= 0
        ? group.map(name -> new CommitHeader(name, epoch))
        : Optional.empty();
  }

  private static boolean isByMember(WireReader in) {
    return switch (in.uint8()) {
      case MEMBER -> {
        for (var i = 0; i < LEAF_INDEX_BYTES; i++) {
          in.uint8();
        }
        yield true;
      }
      case NEW_MEMBER_COMMIT -> true;
      default -> false;
    };
  }
}
