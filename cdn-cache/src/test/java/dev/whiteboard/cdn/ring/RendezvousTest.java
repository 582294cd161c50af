package dev.whiteboard.cdn.ring;

import java.util.List;

final class RendezvousTest extends RankedPlacementContract {
  @Override
  Placement place(List<Member> members) {
    return Rendezvous.of(members);
  }

  @Override
  double largestPartMax() {
    return 1.06;
  }

  @Override
  double smallestPartMin() {
    return 0.94;
  }

  @Override
  double weightError() {
    return 0.02;
  }
}
