package dev.whiteboard.simulation.cdn;

/**
 * How many requests an LRU cache answers, by theory: an object is there when it was asked for
 * within the time that the cache takes to be filled with other objects, and that time is nearly the
 * same for all.
 *
 * @see <a href="https://doi.org/10.1109/JSAC.2002.801752">Che, Tung, Wang: Hierarchical Web Caching
 *     Systems, 2002</a>
 */
public final class Che {
  private static final int HALVINGS = 100;

  private Che() {}

  /**
   * Hits as a part of all requests that can be drawn.
   *
   * @param room objects of the sample that the cache holds
   */
  public static double lruHits(Catalogue catalogue, int room) {
    if (room >= catalogue.size()) {
      return 1;
    }
    var requests = characteristic(catalogue, room);
    var hits = 0.0;
    for (var i = 0; i < catalogue.size(); i++) {
      hits += probability(catalogue, i) * seen(catalogue, i, requests);
    }
    return hits;
  }

  /** What a cache answers that holds the objects asked for most, and never another. */
  public static double bestHits(Catalogue catalogue, int room) {
    var hits = 0.0;
    for (var i = 0; i < Math.min(room, catalogue.size()); i++) {
      hits += probability(catalogue, i);
    }
    return hits;
  }

  /** So many requests see as many different objects as there is room for. */
  private static double characteristic(Catalogue catalogue, int room) {
    var low = 0.0;
    var high = 1e15;
    for (var i = 0; i < HALVINGS; i++) {
      var middle = (low + high) / 2;
      if (different(catalogue, middle) < room) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double different(Catalogue catalogue, double requests) {
    var different = 0.0;
    for (var i = 0; i < catalogue.size(); i++) {
      different += seen(catalogue, i, requests);
    }
    return different;
  }

  private static double seen(Catalogue catalogue, int object, double requests) {
    return -Math.expm1(-probability(catalogue, object) * requests);
  }

  private static double probability(Catalogue catalogue, int object) {
    return catalogue.share(object) / catalogue.tailShare();
  }
}
