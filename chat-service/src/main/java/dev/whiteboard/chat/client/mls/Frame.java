package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import java.io.IOException;
import org.bouncycastle.mls.codec.FramedContent;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.SenderType;
import org.bouncycastle.mls.codec.WireFormat;

/** What a message says in the clear (RFC 9420, section 6); the library keeps it to itself. */
sealed interface Frame {
  /** Which group it is of. */
  MlsGroupId group();

  /** Which epoch of it. */
  long epoch();

  /**
   * A commit, signed and in the clear.
   *
   * @param content with what it proposes
   */
  record Public(MlsGroupId group, long epoch, FramedContent content) implements Frame {
    /** Whether somebody comes in by it on his own (RFC 9420, section 12.4.3.2). */
    boolean isEntry() {
      return content.getSender().getSenderType() == SenderType.NEW_MEMBER_COMMIT;
    }
  }

  /**
   * Something said, encrypted.
   *
   * @param contentType as a number
   * @param senderData who sent it, encrypted
   * @param ciphertext what is said and by whom it is signed
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Private(
      MlsGroupId group, long epoch, byte contentType, byte[] senderData, byte[] ciphertext)
      implements Frame {}

  /** Reads a commit's. */
  static Public ofCommit(byte[] message) throws IOException {
    var in = after(message, WireFormat.mls_public_message);
    var content = (FramedContent) in.read(FramedContent.class);
    if (content.getCommit() == null) {
      throw new MlsException("this is no commit");
    }
    return new Public(name(content.getGroupID()), content.getEpoch(), content);
  }

  /** Reads an application message's. */
  static Private ofMessage(byte[] message) throws IOException {
    var in = after(message, WireFormat.mls_private_message);
    var group = name(in.readOpaque());
    var epoch = (long) in.read(long.class);
    var contentType = (byte) in.read(byte.class);
    in.readOpaque();
    return new Private(group, epoch, contentType, in.readOpaque(), in.readOpaque());
  }

  private static MLSInputStream after(byte[] message, WireFormat expected) throws IOException {
    var in = new MLSInputStream(message);
    in.read(short.class);
    var format = (short) in.read(short.class);
    if (format != code(expected)) {
      throw new MlsException("this is no " + expected + ": its wire format is " + format);
    }
    return in;
  }

  /** RFC 9420, section 17.2. */
  private static short code(WireFormat format) {
    return format == WireFormat.mls_public_message ? (short) 1 : 2;
  }

  private static MlsGroupId name(byte[] bytes) {
    return MlsGroupId.parse(bytes)
        .orElseThrow(() -> new MlsException("the message names no group of a chat"));
  }
}
