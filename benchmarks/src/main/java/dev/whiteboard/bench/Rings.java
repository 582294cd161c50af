package dev.whiteboard.bench;

import dev.whiteboard.cdn.ring.Jump;
import dev.whiteboard.cdn.ring.Maglev;
import dev.whiteboard.cdn.ring.Member;
import dev.whiteboard.cdn.ring.Placement;
import dev.whiteboard.cdn.ring.Rendezvous;
import dev.whiteboard.cdn.ring.Ring;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Ways to give keys to nodes, to be compared. */
public enum Rings {
  /** The circle without an index, as a yardstick. */
  BINARY_SEARCH,
  /** {@link Ring}, a point each: how bad balance is without virtual nodes. */
  RING_1,
  /** {@link Ring}. */
  RING_40,
  /** {@link Ring} as it comes. */
  RING_160,
  /** {@link Ring}. */
  RING_500,
  /** {@link Ring}. */
  RING_1000,
  /** {@link Rendezvous}. */
  RENDEZVOUS,
  /** {@link Jump}. */
  JUMP,
  /** {@link Maglev} as it comes. */
  MAGLEV_65537,
  /** {@link Maglev} with ten times the places. */
  MAGLEV_655373;

  /**
   * A placement.
   *
   * @param placement of so many nodes
   * @param bytes what its arrays take
   */
  public record Made(Placement placement, long bytes) {}

  /** On these nodes. */
  public Made make(List<Member> members) {
    return switch (this) {
      case BINARY_SEARCH -> made(PlainRing.of(members, Ring.POINTS_EACH), PlainRing::bytes);
      case RING_1 -> made(Ring.of(members, 1), Ring::bytes);
      case RING_40 -> made(Ring.of(members, 40), Ring::bytes);
      case RING_160 -> made(Ring.of(members, Ring.POINTS_EACH), Ring::bytes);
      case RING_500 -> made(Ring.of(members, 500), Ring::bytes);
      case RING_1000 -> made(Ring.of(members, 1_000), Ring::bytes);
      case RENDEZVOUS -> made(Rendezvous.of(members), Rendezvous::bytes);
      case JUMP -> made(Jump.of(members), _ -> 0);
      case MAGLEV_65537 -> made(Maglev.of(members, Maglev.PLACES), Maglev::bytes);
      case MAGLEV_655373 -> made(Maglev.of(members, Maglev.PLACES_LARGE), Maglev::bytes);
    };
  }

  private static <P extends Placement> Made made(P placement, ToLongFunction<P> bytes) {
    return new Made(placement, bytes.applyAsLong(placement));
  }

  /** As many nodes as are wanted, all of weight 1. */
  public static List<Member> members(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Member("edge-" + i + ":8440")).toList();
  }
}
