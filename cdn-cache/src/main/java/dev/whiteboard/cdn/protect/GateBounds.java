package dev.whiteboard.cdn.protect;

/**
 * What a gate lets pass.
 *
 * @param clientRequestsPerSecond how often one client may ask
 * @param clientRequestsBurst how often at once
 * @param clientInFlightMax requests of one client under way
 * @param inFlightMax requests of all
 * @param clientConnectionsMax connections of one client
 * @param connectionsMax connections of all
 * @param keysMax clients that are remembered by each of the limits; beyond them, those that ask
 *     least are forgotten
 * @param queries what is done about query strings that are made up
 */
public record GateBounds(
    int clientRequestsPerSecond,
    int clientRequestsBurst,
    int clientInFlightMax,
    int inFlightMax,
    int clientConnectionsMax,
    int connectionsMax,
    int keysMax,
    Queries queries) {
  /** Where nothing else is said: far above what a browser does, far below what an attack needs. */
  public static final GateBounds DEFAULT =
      new GateBounds(2_000, 4_000, 256, 10_000, 256, 10_000, 100_000, Queries.DEFAULT);

  /**
   * What is done about query strings that nobody asked for before.
   *
   * @param clientNewPerSecond new ones of one client
   * @param pathKeptPerSecond new ones of one path whose response is kept
   * @param pathPassedPerSecond those beyond that are asked for, but not kept
   * @param remembered how many are known at least, before they count as new again
   */
  public record Queries(
      int clientNewPerSecond, int pathKeptPerSecond, int pathPassedPerSecond, int remembered) {
    /** Where nothing else is said. */
    public static final Queries DEFAULT = new Queries(50, 200, 50, 1 << 20);
  }
}
