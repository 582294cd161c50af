package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.codec.Commit;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.ProposalOrRef;
import org.bouncycastle.mls.codec.ProposalOrRefType;
import org.bouncycastle.mls.codec.ProposalType;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

/** Makes commits, and judges those of others where the library does not. */
final class Commits {
  private static final int SECRET_BYTES = 32;

  private Commits() {}

  /** A commit and the epoch that it would begin. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Made(Group next, byte[] commit, byte[] welcome) {}

  /**
   * Commits proposals; all of them inside the commit, which is signed and not encrypted.
   *
   * <p>With new keys on the committer's path, which the RFC lets one leave out where members are
   * only added. Who is added without, the library gives wrong keys for each node above him that is
   * not blank: he fails at the next commit. In a new group all those are blank.
   */
  static Made commit(Group group, List<Proposal> proposals, SecureRandom random) throws Exception {
    var withPath = group.getEpoch() > 0;
    var options = new Group.CommitOptions(new ArrayList<>(proposals), true, withPath, null);
    var normal = new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS);
    var made = group.commit(secret(random), options, inTheClear(), normal);
    return new Made(made.group, Bouncy.encode(made.message), welcome(made.message, proposals));
  }

  static Group.MessageOptions inTheClear() {
    return new Group.MessageOptions(false, new byte[0], 0);
  }

  static Secret secret(SecureRandom random) {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  private static byte[] welcome(MLSMessage made, List<Proposal> proposals) throws Exception {
    if (proposals.stream().noneMatch(p -> p.getProposalType() == ProposalType.ADD)) {
      return new byte[0];
    }
    var welcome = new MLSMessage(WireFormat.mls_welcome);
    welcome.welcome = made.welcome;
    return Bouncy.encode(welcome);
  }

  static List<Proposal> proposals(Change change, Roster roster) throws Exception {
    return switch (change) {
      case Change.Add(var joiners) -> adds(joiners, roster);
      case Change.Remove(var gone) -> removes(gone, roster);
      case Change.Refresh() -> List.of();
    };
  }

  private static List<Proposal> adds(List<Change.Joiner> joiners, Roster roster) throws Exception {
    var proposals = new ArrayList<Proposal>();
    for (var joiner : joiners) {
      if (roster.of(joiner.who()).isPresent()) {
        throw new MlsException(joiner.who() + " is a member already");
      }
      proposals.add(Proposal.add(keyPackage(joiner)));
    }
    return proposals;
  }

  private static KeyPackage keyPackage(Change.Joiner joiner) throws Exception {
    var read = Bouncy.decode(joiner.keyPackage(), WireFormat.mls_key_package).keyPackage;
    if (!Roster.identity(read.getLeafNode()).equals(joiner.who())) {
      throw new MlsException("the key package is not of " + joiner.who());
    }
    return read;
  }

  private static List<Proposal> removes(Set<MlsIdentity> gone, Roster roster) {
    return gone.stream()
        .sorted()
        .map(who -> roster.of(who).orElseThrow(() -> new MlsException(who + " is no member")))
        .map(leaf -> Proposal.remove(new LeafIndex(leaf.index())))
        .toList();
  }

  /** The leaves that a commit removes. */
  static Set<Integer> removed(Commit commit) {
    var removed = new HashSet<Integer>();
    for (var proposal : commit.getProposals()) {
      if (proposal.getType() == ProposalOrRefType.PROPOSAL
          && proposal.getProposal().getProposalType() == ProposalType.REMOVE) {
        removed.add(proposal.getProposal().getRemove().removed.value());
      }
    }
    return removed;
  }

  /**
   * Refuses what the library lets through: that who comes in on his own puts out somebody other
   * than himself as he was before, and that a device becomes a member twice.
   */
  static void checkMembers(Frame.Public frame, Roster roster) {
    var commit = frame.content().getCommit();
    var removed = removed(commit);
    var come = added(commit);
    if (frame.isEntry()) {
      var who = entrant(commit);
      refuseOthersRemoved(who, removed, roster);
      come.add(who);
    }
    var members =
        roster.leaves().stream()
            .filter(leaf -> !removed.contains(leaf.index()))
            .map(Roster.Leaf::who)
            .collect(Collectors.toSet());
    for (var who : come) {
      if (!members.add(who)) {
        throw new MlsException(who + " comes in and is a member already");
      }
    }
  }

  private static List<MlsIdentity> added(Commit commit) {
    return commit.getProposals().stream()
        .filter(given -> given.getType() == ProposalOrRefType.PROPOSAL)
        .map(ProposalOrRef::getProposal)
        .filter(proposal -> proposal.getProposalType() == ProposalType.ADD)
        .map(proposal -> Roster.identity(proposal.getAdd().keyPackage.getLeafNode()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static MlsIdentity entrant(Commit commit) {
    if (commit.getUpdatePath() == null) {
      throw new MlsException("who comes in brings no keys");
    }
    return Roster.identity(commit.getUpdatePath().getLeafNode());
  }

  private static void refuseOthersRemoved(MlsIdentity who, Set<Integer> removed, Roster roster) {
    for (var index : removed) {
      if (!roster.at(index).map(leaf -> leaf.who().equals(who)).orElse(false)) {
        throw new MlsException(who + " comes in and puts somebody else out");
      }
    }
  }

  /** Checks who signed a commit without applying it, as one who is removed by it can't apply it. */
  static void verify(Group group, byte[] message, Frame.Public commit) throws Exception {
    var context = group.getGroupInfo(false).groupInfo.getGroupContext();
    var read = Bouncy.decode(message, WireFormat.mls_public_message).publicMessage;
    var signed = read.unprotect(Bouncy.SUITE, group.getKeySchedule().membershipKey, context);
    var key = signatureKey(group, commit);
    if (!signed.verify(Bouncy.SUITE, key, MLSOutputStream.encode(context))) {
      throw new MlsException("the commit that removes this member is not signed by one");
    }
  }

  private static byte[] signatureKey(Group group, Frame.Public commit) {
    if (commit.isEntry()) {
      return commit.content().getCommit().getUpdatePath().getLeafNode().getSignatureKey();
    }
    var sender = commit.content().getSender().getSender();
    if (sender == null) {
      throw new MlsException("the commit that removes this member has no sender in the group");
    }
    return group.getTree().getLeafNode(sender).getSignatureKey();
  }
}
