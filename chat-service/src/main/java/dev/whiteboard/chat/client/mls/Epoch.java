package dev.whiteboard.chat.client.mls;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.mls.KeyScheduleEpoch;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;

/** One epoch of a group: its keys, and who is in it. */
final class Epoch {
  /** A sender's messages may come out of order, or be lost, by so many. */
  static final int SKIPPED_MAX = 1_000;

  /** Plaintexts are filled up to a multiple of this, in bytes, so that their length tells less. */
  private static final int PADDED_BYTES = 64;

  private final Group group;
  private final Roster roster;
  private final Map<Integer, Integer> newestByLeaf = new HashMap<>();

  Epoch(Group group) {
    this.group = group;
    this.roster = Roster.of(group.getTree());
  }

  Group group() {
    return group;
  }

  Roster roster() {
    return roster;
  }

  long number() {
    return group.getEpoch();
  }

  int ownLeaf() {
    return group.getIndex().value();
  }

  byte[] seal(byte[] associated, byte[] plaintext) throws Exception {
    var padding = Math.floorMod(-plaintext.length, PADDED_BYTES);
    return Bouncy.encode(group.protect(associated, plaintext, padding));
  }

  /**
   * Decrypts. The library does not tell who signed, and would work through as many keys as a
   * message says that it skips, up to 2^31: so the sender data is opened here first.
   */
  Opened open(byte[] associated, byte[] message, Frame.Private frame) throws Exception {
    var sender = sender(frame);
    var from =
        roster.at(sender.leaf).orElseThrow(() -> new MlsException("its sender is no member"));
    var newest = newestByLeaf.getOrDefault(sender.leaf, 0);
    if (sender.generation < 0 || sender.generation > newest + SKIPPED_MAX) {
      throw new MlsException("it skips too many messages: it is number " + sender.generation);
    }
    var opened = group.unprotect(Bouncy.decode(message, WireFormat.mls_private_message));
    if (!Arrays.equals(opened[0], associated)) {
      throw new MlsException("the message was sealed for another chat");
    }
    newestByLeaf.merge(sender.leaf, sender.generation, Math::max);
    return new Opened(from.who(), opened[1]);
  }

  private record Sender(int leaf, int generation) {}

  /** RFC 9420, section 6.3.2. */
  private Sender sender(Frame.Private frame) throws IOException, InvalidCipherTextException {
    if (frame.ciphertext().length < Bouncy.SUITE.getKDF().getHashLength()) {
      throw new MlsException("the message is too short to be one");
    }
    var secret = group.getKeySchedule().senderDataSecret.value().clone();
    var keys = KeyScheduleEpoch.senderDataKeys(Bouncy.SUITE, secret, frame.ciphertext());
    var aad = new MLSOutputStream();
    aad.writeOpaque(group.getGroupID());
    aad.write(frame.epoch());
    aad.write(frame.contentType());
    var plain =
        Bouncy.SUITE.getAEAD().open(keys.key, keys.nonce, aad.toByteArray(), frame.senderData());
    var in = new MLSInputStream(plain);
    return new Sender((int) in.read(int.class), (int) in.read(int.class));
  }
}
