package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;

/** Who is in an epoch of a group: the leaves of its tree that are not blank, from the left. */
final class Roster {
  /** A member: where he is, who, and the key that he signs with. */
  @SuppressWarnings("ArrayRecordComponent") // compared by isSameAs
  record Leaf(int index, MlsIdentity who, byte[] signatureKey) {
    boolean isSameAs(Leaf other) {
      return who.equals(other.who) && Arrays.equals(signatureKey, other.signatureKey);
    }
  }

  private final List<Leaf> leaves;

  private Roster(List<Leaf> leaves) {
    this.leaves = leaves;
  }

  static Roster of(TreeKEMPublicKey tree) {
    var leaves = new ArrayList<Leaf>();
    for (var i = 0; i < tree.getSize().leafCount(); i++) {
      var at = new LeafIndex(i);
      if (tree.hasLeaf(at)) {
        leaves.add(leaf(i, tree.getLeafNode(at)));
      }
    }
    return new Roster(leaves);
  }

  /**
   * The same of a tree that somebody else gives, once each leaf is found to be signed by its owner
   * and to be one member (RFC 9420, section 12.4.3.1): the library looks at its hashes alone.
   *
   * @param group the group's name in bytes
   */
  static Roster verified(TreeKEMPublicKey tree, byte[] group) throws IOException {
    var roster = of(tree);
    var seen = new HashSet<Object>();
    for (var leaf : roster.leaves) {
      var node = tree.getLeafNode(new LeafIndex(leaf.index));
      if (!node.verify(Bouncy.SUITE, node.toBeSigned(group, leaf.index))) {
        throw new MlsException(leaf.who + " did not sign his place in the group");
      }
      if (!seen.add(leaf.who)
          || !seen.add(ByteBuffer.wrap(leaf.signatureKey))
          || !seen.add(ByteBuffer.wrap(node.getEncryptionKey()))) {
        throw new MlsException(leaf.who + " or a key of his is in the group twice");
      }
    }
    return roster;
  }

  /** Who a leaf says it is. */
  static MlsIdentity identity(LeafNode leaf) {
    var claimed = leaf.getCredential().getIdentity();
    return Optional.ofNullable(claimed)
        .flatMap(MlsIdentity::parse)
        .orElseThrow(() -> new MlsException("a credential names no device of a user"));
  }

  private static Leaf leaf(int index, LeafNode node) {
    return new Leaf(index, identity(node), node.getSignatureKey());
  }

  List<Leaf> leaves() {
    return leaves;
  }

  List<MlsIdentity> identities() {
    return leaves.stream().map(Leaf::who).toList();
  }

  Optional<Leaf> at(int index) {
    return leaves.stream().filter(l -> l.index == index).findFirst();
  }

  Optional<Leaf> of(MlsIdentity who) {
    return leaves.stream().filter(l -> l.who.equals(who)).findFirst();
  }

  /** Those who are not in another, with these keys. */
  List<MlsIdentity> without(Roster other) {
    return leaves.stream()
        .filter(l -> other.leaves.stream().noneMatch(l::isSameAs))
        .map(Leaf::who)
        .toList();
  }

  /**
   * Why these can't be removed by a commit of somebody who stays; empty where they can.
   *
   * <p>Two cases that the library gets wrong (bc-java #2492): with one member left it throws, and
   * with nobody left in the left half of the tree the committer's path, which then does not reach
   * the root, gets a parent hash that nobody else accepts. Another member can't do it instead:
   * those in the left half are the ones that go.
   */
  Optional<String> whyNotWithout(Set<MlsIdentity> gone) {
    var staying = leaves.stream().filter(l -> !gone.contains(l.who)).toList();
    if (staying.size() < 2) {
      return Optional.of("nobody else would be left");
    }
    var half = Integer.highestOneBit(staying.getLast().index);
    if (staying.getFirst().index >= half) {
      return Optional.of("nobody would be left in the left half of the tree");
    }
    return Optional.empty();
  }
}
