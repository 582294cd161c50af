package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.ring.Placement;
import java.util.List;

/**
 * Gives a key to the node whose hash with it is highest (Thaler, Ravishankar, 1998). Without a node
 * only its keys move, as on a ring; it looks at all nodes, which for a tier of a few is the least
 * to do.
 */
public final class HighestHash implements Placement {
  private final List<String> nodes;
  private final long[] hashes;

  /** Over these nodes. */
  public HighestHash(List<String> nodes) {
    this.nodes = List.copyOf(nodes);
    this.hashes = nodes.stream().mapToLong(HighestHash::hash).toArray();
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    var best = 0;
    var highest = 0L;
    for (var i = 0; i < hashes.length; i++) {
      var hash = mixed(hashes[i] ^ keyHash);
      if (i == 0 || Long.compareUnsigned(hash, highest) > 0) {
        best = i;
        highest = hash;
      }
    }
    return best;
  }

  /** The hash of a text: FNV-1a, mixed. */
  public static long hash(String text) {
    var hash = 0xCBF29CE484222325L;
    for (var i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mixed(hash);
  }

  /** The finisher of SplitMix64: each bit of the input changes half of the output's. */
  private static long mixed(long bits) {
    var hash = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
