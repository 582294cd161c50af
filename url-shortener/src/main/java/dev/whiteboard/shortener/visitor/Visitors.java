package dev.whiteboard.shortener.visitor;

/**
 * Tells visitors apart without knowing them: network and user agent, hashed under the day's salt.
 *
 * <p>Two people with the same browser in the same network are one visitor, and one who changes the
 * network is two. That is the price of keeping no address and setting no cookie.
 */
public final class Visitors {
  private static final long DAY_MILLIS = 86_400_000;

  private final VisitorSalts salts;

  /** Hashed under these. */
  public Visitors(VisitorSalts salts) {
    this.salts = salts;
  }

  /**
   * The visitor of a moment.
   *
   * @param userAgent its hash of 32 bits is what counts: two user agents of one network meet in it
   *     once in 4 billion times
   * @return 64 bits, as good as random
   */
  public long of(Network network, String userAgent, long atMillis) {
    var salt = salts.of(Math.floorDiv(atMillis, DAY_MILLIS));
    return salt.hash(salt.hash(network.bits()) ^ userAgent.hashCode());
  }
}
