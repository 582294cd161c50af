package dev.whiteboard.chat.client.mls;

import static dev.whiteboard.chat.client.mls.People.identity;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.protocol.Group;

/** Groups of the library itself, for what ours would not do with them. */
final class RawGroups {
  static final SecureRandom RANDOM = new SecureRandom();

  private RawGroups() {}

  /** A group of so many users, numbered from 0, each at the leaf of his number. */
  static List<Group> of(int size) throws Exception {
    var own = new ArrayList<KeyPackages.Own>();
    for (var i = 0; i < size; i++) {
      own.add(packages(i).fresh());
    }
    var solo = solo(own.getFirst(), own.getFirst().node());
    var adds = new ArrayList<Proposal>();
    for (var other : own.subList(1, size)) {
      adds.add(Proposal.add(other.keyPackage()));
    }
    var made = Commits.commit(solo, adds, RANDOM);
    var groups = new ArrayList<>(List.of(made.next()));
    for (var other : own.subList(1, size)) {
      groups.add(joined(other, made.welcome()));
    }
    return groups;
  }

  /** A group with nobody else in it. */
  static Group solo(KeyPackages.Own creator, LeafNode leaf) throws Exception {
    return new Group(
        People.GROUP.bytes(),
        Bouncy.SUITE,
        creator.leaf(),
        creator.signatureKey(),
        leaf,
        List.of());
  }

  /** Key packages of a user's one device, with a new signature key. */
  static KeyPackages packages(int user) {
    var signature = Bouncy.SUITE.generateSignatureKeyPair();
    return new KeyPackages(identity(user, user), signature, InstantSource.system(), 10);
  }

  private static Group joined(KeyPackages.Own own, byte[] welcome) throws Exception {
    return new Group(
        own.initKey(),
        own.leaf(),
        own.signatureKey(),
        own.keyPackage(),
        Bouncy.decode(welcome, WireFormat.mls_welcome).welcome,
        null,
        new HashMap<>(),
        new HashMap<>());
  }

  /** The same group as ours has it. */
  static MlsGroup wrapped(Group group) {
    return new MlsGroup(People.GROUP, group, RANDOM);
  }
}
