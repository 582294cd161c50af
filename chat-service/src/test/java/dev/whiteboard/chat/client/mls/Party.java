package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import java.util.Optional;
import java.util.Set;

/** A device that takes part, in Java or in a browser: nobody can tell which. */
interface Party {
  MlsIdentity who();

  byte[] keyPackage();

  byte[] lastResortKeyPackage();

  Place create(MlsGroupId name);

  Place join(byte[] welcome);

  Entry enter(byte[] groupInfo);

  /** A group that a party enters on its own. */
  interface Entry {
    OutgoingCommit commit();

    Place entered();
  }

  /** Its place in a group. */
  interface Place {
    /** Empty where the group is to be made anew. */
    Optional<OutgoingCommit> prepare(Change change);

    void abandon();

    /** What became of it: advanced, removed, past or replaced. */
    String handle(byte[] commit);

    byte[] encrypt(byte[] plaintext);

    Opened decrypt(byte[] message);

    State state();

    String safetyNumber(UserId user);
  }

  /**
   * What all places in an epoch of a group have in common.
   *
   * @param authenticator in base64
   */
  record State(long epoch, String authenticator, String epochNumber, Set<MlsIdentity> members) {}
}
