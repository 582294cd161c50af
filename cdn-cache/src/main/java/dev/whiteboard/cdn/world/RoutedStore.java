package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Route.KeepOn;
import dev.whiteboard.cdn.route.Routes;
import dev.whiteboard.cdn.store.Admission;
import dev.whiteboard.cdn.store.Keys;
import dev.whiteboard.cdn.store.ObjectStore;
import dev.whiteboard.cdn.store.StoredResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * A node's store, held to the routes: what may not be in its region is never kept, whoever tries;
 * and what is to be kept on the second request is not on the first.
 *
 * <p>Beneath everything else, so that a way past an intake is no way past the law.
 */
final class RoutedStore implements ObjectStore {
  private final ObjectStore inner;
  private final String region;
  private final Routes routes;
  private final Admission second;
  private final InstantSource clock;

  /**
   * Around a store.
   *
   * @param second lets in what is asked for a second time
   */
  RoutedStore(
      ObjectStore inner, String region, Routes routes, Admission second, InstantSource clock) {
    this.inner = inner;
    this.region = region;
    this.routes = routes;
    this.second = second;
    this.clock = clock;
  }

  /**
   * Takes out what new routes forbid here: all of a host's, as its paths can be written in many
   * ways. They must hold already; then nothing that comes meanwhile stays. Walks all that it meets:
   * not on an event loop.
   */
  void enforce(List<Route> before, List<Route> now) {
    for (var route : now) {
      if (!route.isAllowedIn(region) && !before.contains(route)) {
        prefixes(route.host()).forEach(this::takeOut);
      }
    }
  }

  private static Set<String> prefixes(String host) {
    return host.startsWith("*") ? Set.of("http") : Set.of("http://" + host, "https://" + host);
  }

  private void takeOut(String prefix) {
    inner.apply(
        new Invalidation(
            0,
            "not-in-this-region",
            new Target.Prefix(prefix),
            false,
            Priority.URGENT,
            clock.instant(),
            Duration.ZERO));
  }

  @Override
  public List<StoredResponse> find(RequestHead request) {
    return inner.find(request);
  }

  @Override
  public Fence begin(RequestHead request) {
    return inner.begin(request);
  }

  @Override
  public boolean keep(Fence fence, RequestHead request, StoredResponse response) {
    var route = routes.match(request);
    return route.map(each -> each.isAllowedIn(region)).orElse(true)
        && (route.map(each -> each.keepOn() == KeepOn.FIRST).orElse(true) || isAdmitted(request))
        && inner.keep(fence, request, response);
  }

  private boolean isAdmitted(RequestHead request) {
    return second.admits(Keys.hash(Keys.of(request))) || !inner.find(request).isEmpty();
  }

  @Override
  public boolean freshen(
      Fence fence, RequestHead request, StoredResponse before, StoredResponse after) {
    return routes.match(request).map(route -> route.isAllowedIn(region)).orElse(true)
        && inner.freshen(fence, request, before, after);
  }

  @Override
  public boolean holds(Fence fence, RequestHead request) {
    return inner.holds(fence, request);
  }

  @Override
  public int apply(Invalidation invalidation) {
    return inner.apply(invalidation);
  }

  @Override
  public long bytes() {
    return inner.bytes();
  }

  @Override
  public int size() {
    return inner.size();
  }
}
