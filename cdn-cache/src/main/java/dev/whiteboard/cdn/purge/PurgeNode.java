package dev.whiteboard.cdn.purge;

import java.util.Optional;

/**
 * A node, as far as invalidations go.
 *
 * @param name its own in the whole world
 * @param region where it stands
 * @param tier how far from the origin
 * @param parent who it asks first; empty where that is the origin
 */
public record PurgeNode(String name, String region, Tier tier, Optional<String> parent) {
  /** How far from the origin; the nearest first. */
  public enum Tier {
    /** Before the origin. */
    SHIELD,
    /** Before a shield. */
    CENTRAL,
    /** One region's. */
    REGIONAL,
    /** Where clients are. */
    EDGE
  }
}
