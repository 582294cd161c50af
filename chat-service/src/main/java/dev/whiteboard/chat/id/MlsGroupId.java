package dev.whiteboard.chat.id;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * What an MLS group is called inside its own messages (RFC 9420, section 6): the chat that it
 * encrypts, and a number that grows when the chat's group is made anew.
 *
 * @param chat the chat
 * @param generation 0 for the first group of a chat, one more for each that replaces one
 */
public record MlsGroupId(ChatId chat, int generation) {
  /*
   *   0            16           20
   *   chat's UUID  generation   big-endian
   */
  private static final int BYTES = 20;

  public MlsGroupId {
    if (generation < 0) {
      throw new IllegalArgumentException("no generation of a group: " + generation);
    }
  }

  /** Reads one; empty where the bytes are no such name. */
  public static Optional<MlsGroupId> parse(byte[] bytes) {
    if (bytes.length != BYTES || bytes[16] < 0) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(bytes);
    var chat = new ChatId(new UUID(in.getLong(), in.getLong()));
    return Optional.of(new MlsGroupId(chat, in.getInt()));
  }

  /** As it stands in messages. */
  public byte[] bytes() {
    var id = chat.value();
    return ByteBuffer.allocate(BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putInt(generation)
        .array();
  }

  /** The name of the group that replaces this one. */
  public MlsGroupId next() {
    return new MlsGroupId(chat, generation + 1);
  }
}
