package dev.whiteboard.simulation.cdn;

/**
 * What nodes there are, and what they hold.
 *
 * @param objectBytes of an object, on average
 * @param edgeBytes that an edge keeps
 * @param innerBytes that a node of any other tier keeps
 * @param regionals in each region, which share its keys
 * @param centrals on each continent
 * @param shields before the origin
 */
public record TierPlan(
    double objectBytes,
    double edgeBytes,
    double innerBytes,
    int regionals,
    int centrals,
    int shields) {
  /** Racks of 50 TB at the edge, and each tier has twice what the one below has. */
  public static final TierPlan DEFAULT = new TierPlan(100e3, 50e12, 60e12, 2, 4, 8);

  /** Objects of the sample that an edge has room for beside the head. */
  int edgeRoom(Catalogue catalogue) {
    return Math.max(1, room(edgeBytes, catalogue) - 1);
  }

  int innerRoom(Catalogue catalogue) {
    return room(innerBytes, catalogue);
  }

  private int room(double bytes, Catalogue catalogue) {
    return (int) Math.max(1, Math.round(bytes / objectBytes / catalogue.stride()));
  }
}
