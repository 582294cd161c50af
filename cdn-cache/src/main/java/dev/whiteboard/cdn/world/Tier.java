package dev.whiteboard.cdn.world;

import java.util.Locale;

/** How far a node is from its clients: a miss goes from each tier to a later one. */
public enum Tier {
  /** Answers clients. */
  EDGE,
  /** Gathers the misses of edges near it. */
  REGIONAL,
  /** Gathers those of all regions. */
  CENTRAL,
  /** The one that asks the origin. */
  SHIELD;

  /** As settings, files and metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
