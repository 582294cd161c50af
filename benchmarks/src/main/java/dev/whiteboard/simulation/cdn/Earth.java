package dev.whiteboard.simulation.cdn;

import static dev.whiteboard.simulation.cdn.Region.Continent.AFRICA;
import static dev.whiteboard.simulation.cdn.Region.Continent.ASIA;
import static dev.whiteboard.simulation.cdn.Region.Continent.EUROPE;
import static dev.whiteboard.simulation.cdn.Region.Continent.NORTH_AMERICA;
import static dev.whiteboard.simulation.cdn.Region.Continent.OCEANIA;
import static dev.whiteboard.simulation.cdn.Region.Continent.SOUTH_AMERICA;

import java.util.List;

/** Twenty regions on six continents; the first is where the origin and the control plane are. */
public final class Earth {
  /** Edges in each region. */
  public static final int EDGES_A_REGION = 10;

  /** Where everything is. */
  public static final List<Region> REGIONS =
      List.of(
          new Region("virginia", NORTH_AMERICA, 39.0, -77.5, 11),
          new Region("chicago", NORTH_AMERICA, 41.9, -87.6, 6),
          new Region("dallas", NORTH_AMERICA, 32.8, -96.8, 6),
          new Region("california", NORTH_AMERICA, 37.4, -122.1, 9),
          new Region("sao-paulo", SOUTH_AMERICA, -23.5, -46.6, 6),
          new Region("buenos-aires", SOUTH_AMERICA, -34.6, -58.4, 2),
          new Region("london", EUROPE, 51.5, -0.1, 7),
          new Region("frankfurt", EUROPE, 50.1, 8.7, 8),
          new Region("madrid", EUROPE, 40.4, -3.7, 3),
          new Region("stockholm", EUROPE, 59.3, 18.1, 3),
          new Region("johannesburg", AFRICA, -26.2, 28.0, 2),
          new Region("lagos", AFRICA, 6.5, 3.4, 2),
          new Region("cairo", AFRICA, 30.0, 31.2, 2),
          new Region("dubai", ASIA, 25.2, 55.3, 3),
          new Region("mumbai", ASIA, 19.1, 72.9, 10),
          new Region("singapore", ASIA, 1.3, 103.8, 6),
          new Region("tokyo", ASIA, 35.7, 139.7, 7),
          new Region("seoul", ASIA, 37.6, 127.0, 3),
          new Region("sydney", OCEANIA, -33.9, 151.2, 3),
          new Region("auckland", OCEANIA, -36.8, 174.8, 1));

  private Earth() {}
}
