package dev.whiteboard.cdn.tier;

import dev.whiteboard.cdn.ring.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The nodes of a tier above, and which of them owns a key at the moment.
 *
 * <p>The owner is the one that the placement names among those who are up: without a node only its
 * keys go elsewhere. An owner that has more than its share in flight is passed over for this
 * request (bounded load: Mirrokni, Thorup, Zadimoghaddam, 2018), so that one hot key can't drown
 * it.
 *
 * <p>A placement without some nodes is made once and kept, by who is in it. For any thread.
 */
public final class NodeGroup {
  /** A set of members is a word of 64 bits. */
  public static final int NODES_MAX = 64;

  /** More than this over the average of a tier, and the next node is asked. */
  static final double LOAD_FACTOR = 1.25;

  /** Requests that a node may always have in flight: an average of two says nothing of load. */
  static final int LOAD_MIN = 32;

  /** Placements that are kept: some nodes come and go, all their sets do not occur. */
  private static final int PLACEMENTS_MAX = 256;

  private final List<Member> members;
  private final Function<List<String>, Placement> placing;
  private final ConcurrentMap<Long, Placed> placements = new ConcurrentHashMap<>();

  /**
   * A placement of some members.
   *
   * @param members for each of its nodes, the place among all members
   */
  private record Placed(Placement placement, List<Integer> members) {}

  /**
   * Of these nodes.
   *
   * @param placing makes a placement of the nodes of these names
   * @param nanos a clock of its own
   * @throws IllegalArgumentException where there are more than {@link #NODES_MAX}
   */
  public NodeGroup(
      List<Peer> nodes, Function<List<String>, Placement> placing, LongSupplier nanos) {
    if (nodes.size() > NODES_MAX) {
      throw new IllegalArgumentException("too many nodes in a tier: " + nodes.size());
    }
    this.members = nodes.stream().map(peer -> new Member(peer, nanos)).toList();
    this.placing = placing;
  }

  /** The nodes, up or not. */
  public List<Peer> peers() {
    return members.stream().map(Member::peer).toList();
  }

  /** Whether a node is asked, as far as is known here. */
  public boolean isUp(String node) {
    return members.stream()
        .filter(member -> member.peer().name().equals(node))
        .anyMatch(member -> member.isHealthy() && !member.breaker().isOpen());
  }

  List<Member> members() {
    return members;
  }

  /**
   * Whom to ask; it has leave of its breaker then, and must be told how it went.
   *
   * @param without those that were asked already
   * @param allowed the names of those that may be asked at all
   * @return empty where nobody is left
   */
  Optional<Member> choose(long key, List<Member> without, Predicate<String> allowed) {
    var left = healthy(without, allowed);
    var loadMax = loadMax(left);
    Member busy = null;
    while (left != 0) {
      var index = owner(key, left);
      var member = members.get(index);
      left &= ~(1L << index);
      if (member.inFlight() >= loadMax) {
        busy = busy == null ? member : busy;
      } else if (member.breaker().enter()) {
        return Optional.of(member);
      }
    }
    return Optional.ofNullable(busy).filter(member -> member.breaker().enter());
  }

  private long healthy(List<Member> without, Predicate<String> allowed) {
    var set = 0L;
    for (var i = 0; i < members.size(); i++) {
      var member = members.get(i);
      if (member.isHealthy() && !without.contains(member) && allowed.test(member.peer().name())) {
        set |= 1L << i;
      }
    }
    return set;
  }

  private int loadMax(long set) {
    var total = 1;
    for (var i = 0; i < members.size(); i++) {
      if ((set & 1L << i) != 0) {
        total += members.get(i).inFlight();
      }
    }
    var share = Math.ceil(LOAD_FACTOR * total / Math.max(1, Long.bitCount(set)));
    return Math.max(LOAD_MIN, (int) share);
  }

  /** The place among all members of the one that owns the key among these. */
  private int owner(long key, long set) {
    if (Long.bitCount(set) == 1) {
      return Long.numberOfTrailingZeros(set);
    }
    var placed = placed(set);
    return placed.members.get(placed.placement.nodeOf(key));
  }

  private Placed placed(long set) {
    var known = placements.get(set);
    if (known != null) {
      return known;
    }
    if (placements.size() >= PLACEMENTS_MAX) {
      placements.clear();
    }
    var made = place(set);
    placements.put(set, made);
    return made;
  }

  private Placed place(long set) {
    var placement = placing.apply(names(set));
    var all = peers().stream().map(Peer::name).toList();
    return new Placed(placement, placement.nodes().stream().map(all::indexOf).toList());
  }

  private List<String> names(long set) {
    var names = new ArrayList<String>();
    for (var i = 0; i < members.size(); i++) {
      if ((set & (1L << i)) != 0) {
        names.add(members.get(i).peer().name());
      }
    }
    return names;
  }
}
