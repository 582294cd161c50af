package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsGroupId;
import dev.whiteboard.chat.id.MlsIdentity;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.Extension;
import org.bouncycastle.mls.codec.GroupInfo;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;

/**
 * A device that takes part in encrypted chats: its signature key, the key packages by which others
 * add it, and how it gets into groups (RFC 9420, suite 1).
 *
 * <p>Nothing of it outlives the process: the library writes no group down, and a signature key
 * without its groups would be of little use. A device that restarts is a member with new keys: it
 * {@link #enter}s the groups that it was in, which puts the old one out, and the others are told
 * that its keys changed.
 */
public final class MlsMember {
  private static final int PACKAGES_KEPT = 200;

  private final MlsIdentity identity;
  private final SecureRandom random;
  private final AsymmetricCipherKeyPair signature;
  private final KeyPackages packages;

  /**
   * With a new signature key.
   *
   * @param clock for how long key packages are good; the library itself looks at the system's
   */
  public MlsMember(MlsIdentity identity, InstantSource clock, SecureRandom random) {
    this.identity = identity;
    this.random = random;
    this.signature = Bouncy.call("make a signature key", Bouncy.SUITE::generateSignatureKeyPair);
    this.packages = new KeyPackages(identity, signature, clock, PACKAGES_KEPT);
  }

  /** Who this is. */
  public MlsIdentity identity() {
    return identity;
  }

  /** Makes a key package that adds this device to one group. */
  public byte[] keyPackage() {
    return Bouncy.call("make a key package", () -> packages.make(false));
  }

  /**
   * Makes the key package for when no other is left. It may be used more than once, so who steals
   * its key reads the welcomes of all that used it: it is to be replaced when it was.
   */
  public byte[] lastResortKeyPackage() {
    return Bouncy.call("make a key package", () -> packages.make(true));
  }

  /** Makes a group with nobody else in it; a first commit adds the others. */
  public MlsGroup create(MlsGroupId name) {
    return Bouncy.call(
        "create a group",
        () -> {
          var own = packages.fresh();
          var key = own.signatureKey();
          var group = new Group(name.bytes(), Bouncy.SUITE, own.leaf(), key, own.node(), List.of());
          return new MlsGroup(name, group, random);
        });
  }

  /**
   * Joins the group that a welcome is to.
   *
   * @throws MlsException where it is for none of this device's key packages
   */
  public MlsGroup join(byte[] welcome) {
    return Bouncy.call("join a group", () -> joinAlone(welcome));
  }

  private MlsGroup joinAlone(byte[] welcome) throws Exception {
    var read = Bouncy.decode(welcome, WireFormat.mls_welcome).welcome;
    var own = packages.take(read);
    var group =
        new Group(
            own.initKey(),
            own.leaf(),
            own.signatureKey(),
            own.keyPackage(),
            read,
            null,
            new HashMap<>(),
            new HashMap<>());
    Roster.verified(group.getTree(), group.getGroupID());
    if (!own.pathIsKnown(read) && hasKeysAbove(group)) {
      throw new MlsException("this device was added without the keys above it: enter instead");
    }
    return new MlsGroup(name(group.getGroupID()), group, random);
  }

  /** Whether a node above this member's leaf is not blank: the library takes its keys for known. */
  private static boolean hasKeysAbove(Group group) {
    var tree = group.getTree();
    return group.getIndex().directPath(tree.getSize()).stream()
        .anyMatch(node -> tree.resolve(node).contains(node));
  }

  /**
   * Enters a group on its own, by an external commit (RFC 9420, section 12.4.3.2); where this
   * device was in it before, with other keys, that one goes.
   *
   * @param groupInfo of the epoch that the group is in, as a member put it up
   */
  public MlsEntry enter(byte[] groupInfo) {
    return Bouncy.call("enter a group", () -> enterAlone(groupInfo));
  }

  private MlsEntry enterAlone(byte[] groupInfo) throws Exception {
    var info = Bouncy.decode(groupInfo, WireFormat.mls_group_info).groupInfo;
    var roster = Roster.verified(verifiedTree(info), info.getGroupID());
    var before = roster.of(identity).map(l -> new LeafIndex(l.index())).orElse(null);
    var own = packages.fresh();
    var entered =
        Group.externalJoin(
            Commits.secret(random),
            signature,
            own.keyPackage(),
            info,
            null,
            Commits.inTheClear(),
            before,
            new HashMap<>());
    return entry(info, entered.group, entered.message);
  }

  private MlsEntry entry(GroupInfo info, Group next, MLSMessage commit) throws Exception {
    var name = name(info.getGroupID());
    var outgoing =
        new OutgoingCommit(
            name,
            info.getEpoch(),
            Bouncy.encode(commit),
            new byte[0],
            List.of(),
            Bouncy.encode(next.getGroupInfo(true)));
    return new MlsEntry(outgoing, new MlsGroup(name, next, random));
  }

  /** The tree that comes with a group's description, once its signer is known to be a member. */
  private static TreeKEMPublicKey verifiedTree(GroupInfo info) throws Exception {
    for (var extension : new ArrayList<Extension>(info.getExtensions())) {
      var tree = extension.getRatchetTree();
      if (tree != null) {
        tree.setSuite(Bouncy.SUITE);
        tree.setHashAll();
        if (info.getSuite().getSuiteID() != Bouncy.SUITE.getSuiteID()
            || !info.verify(Bouncy.SUITE, tree)) {
          throw new MlsException("the group's description is signed by no member");
        }
        return tree;
      }
    }
    throw new MlsException("the group's description has no tree");
  }

  private static MlsGroupId name(byte[] bytes) {
    return MlsGroupId.parse(bytes).orElseThrow(() -> new MlsException("the group is of no chat"));
  }
}
