package dev.whiteboard.simulation.cdn;

/**
 * A place where edges stand.
 *
 * @param name of the city
 * @param continent that it is on
 * @param latitude in degrees, north is positive
 * @param longitude in degrees, east is positive
 * @param share of all requests, in percent; assumed, by who is online there
 */
public record Region(
    String name, Continent continent, double latitude, double longitude, double share) {
  /** Of the signal in glass: two thirds of that in vacuum. */
  private static final double KILOMETRES_A_MILLI = 200;

  /** Cables go around mountains, along coasts and through exchanges. */
  private static final double DETOUR = 1.5;

  private static final double EARTH_RADIUS_KM = 6_371;

  /** Six of them. */
  public enum Continent {
    NORTH_AMERICA,
    SOUTH_AMERICA,
    EUROPE,
    AFRICA,
    ASIA,
    OCEANIA
  }

  /** How long a packet takes to another region, one way, in ms; 0 to the same one. */
  public double millisTo(Region other) {
    return kilometresTo(other) * DETOUR / KILOMETRES_A_MILLI;
  }

  /** Along a great circle, by the haversine formula. */
  double kilometresTo(Region other) {
    var north = Math.toRadians(latitude);
    var otherNorth = Math.toRadians(other.latitude);
    var half = haversine(otherNorth - north);
    var aside = haversine(Math.toRadians(other.longitude - longitude));
    var square = half + Math.cos(north) * Math.cos(otherNorth) * aside;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, square)));
  }

  private static double haversine(double angle) {
    return Math.pow(Math.sin(angle / 2), 2);
  }
}
