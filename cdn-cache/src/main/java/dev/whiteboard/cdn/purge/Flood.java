package dev.whiteboard.cdn.purge;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The control plane tells everybody, parents first. One hop, so nothing is faster; the sender pays
 * for every node.
 */
final class Flood implements Strategy {
  @Override
  public List<Hop> next(Place place, Invalidation invalidation, RandomGenerator random) {
    return place.isControl() ? place.members().nodes().stream().map(Hop::now).toList() : List.of();
  }

  @Override
  public List<String> reportTo(Place place) {
    return List.of();
  }
}
