package dev.whiteboard.cdn.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Maglev hashing: a table with an owner at each place, filled so that all nodes have equally many.
 * The fastest lookup there is; a node that leaves also moves a few keys of others.
 */
public final class Maglev implements Placement {
  /*
   * Each node has an order of its own in which it likes the table's places: offset, offset + skip,
   * offset + 2 skip and so on, modulo a prime, so that it comes by all of them. Nodes take turns,
   * and each takes the first place it likes that is still free, until none is [1]. Three nodes,
   * seven places:
   *
   *   A likes 3 0 4 1 5 2 6      A takes 3     B takes 0    C takes 4 (3 is gone)
   *   B likes 0 2 4 6 1 3 5      A takes 1     B takes 2    C takes 5 (4 is gone)
   *   C likes 3 4 5 6 0 1 2      A takes 6     full:  B A B A C C A
   *
   * So no two nodes differ by more than one place. Where a node leaves, its places are free for
   * others earlier, who then leave others of theirs free: 0.75 % of all keys move that had no need
   * to, with 65,537 places for 200 nodes, and less with more places.
   *
   * A node of half the weight takes every other turn. A key's place is the upper half of hash times
   * places, not the remainder: a multiplication instead of a division.
   *
   * [1] Eisenbud et al.: Maglev: A Fast and Reliable Software Network Load Balancer, NSDI 2016
   */

  /** Places by default, as in the paper. */
  public static final int PLACES = 65_537;

  /** The paper's large table. */
  public static final int PLACES_LARGE = 655_373;

  /** More take too long to fill. */
  public static final int PLACES_MAX = 10_000_000;

  private static final char FREE = Character.MAX_VALUE;
  private static final int PRIME_CERTAINTY = 50;
  private static final long OFFSET_SEED = 1;
  private static final long SKIP_SEED = 2;

  private final List<String> nodes;
  private final char[] table;

  private Maglev(List<String> nodes, char[] table) {
    this.nodes = nodes;
    this.table = table;
  }

  /** Nodes with their weights, in any order, and {@value #PLACES} places. */
  public static Maglev of(List<Member> members) {
    return of(members, PLACES);
  }

  /**
   * Nodes with their weights, in any order.
   *
   * @param places a prime, best a hundred times as many as nodes
   * @throws IllegalArgumentException where it is none, or there are more nodes than places
   */
  public static Maglev of(List<Member> members, int places) {
    if (places > PLACES_MAX || !BigInteger.valueOf(places).isProbablePrime(PRIME_CERTAINTY)) {
      throw new IllegalArgumentException(
          "%d places: must be a prime up to %d".formatted(places, PLACES_MAX));
    }
    if (members.size() > Math.min(places, FREE)) {
      throw new IllegalArgumentException("%d nodes on %d places".formatted(members.size(), places));
    }
    var sorted = Names.sorted(members);
    return new Maglev(Names.of(sorted), fill(sorted, places));
  }

  private static char[] fill(List<Member> members, int places) {
    var table = new char[places];
    Arrays.fill(table, FREE);
    var likings = members.stream().map(member -> new Liking(member.name(), places)).toList();
    var heaviest = members.stream().mapToDouble(Member::weight).max().orElseThrow();
    var credit = new double[members.size()];
    var left = places;
    for (var node = 0; left > 0; node = (node + 1) % credit.length) {
      credit[node] += members.get(node).weight() / heaviest;
      if (credit[node] >= 1) {
        credit[node] -= 1;
        table[likings.get(node).nextFree(table)] = (char) node;
        left--;
      }
    }
    return table;
  }

  /** In what order a node likes the places. */
  private static final class Liking {
    private final int skip;
    private int next;

    Liking(String name, int places) {
      var bytes = name.getBytes(UTF_8);
      next = (int) Long.remainderUnsigned(XxHash64.hash(bytes, OFFSET_SEED), places);
      skip = 1 + (int) Long.remainderUnsigned(XxHash64.hash(bytes, SKIP_SEED), places - 1);
    }

    int nextFree(char[] table) {
      while (table[next] != FREE) {
        step(table.length);
      }
      var found = next;
      step(table.length);
      return found;
    }

    private void step(int places) {
      next += skip;
      if (next >= places) {
        next -= places;
      }
    }
  }

  @Override
  public List<String> nodes() {
    return nodes;
  }

  @Override
  public int nodeOf(long keyHash) {
    return table[(int) Math.unsignedMultiplyHigh(keyHash, table.length)];
  }

  /** What its table takes. */
  public long bytes() {
    return (long) table.length * Character.BYTES;
  }
}
