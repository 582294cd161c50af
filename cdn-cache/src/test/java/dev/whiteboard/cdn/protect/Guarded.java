package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.protect.GateBounds.Queries;
import dev.whiteboard.cdn.route.QueryRules;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.Route.FailurePolicy;
import dev.whiteboard.cdn.route.Route.KeepOn;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A gate with narrow bounds, its clock, and what it refused. */
final class Guarded {
  static final Route ROUTE = route("all", Optional.empty());

  static final Queries QUERIES = new Queries(5, 10, 2, 1_000);

  static final GateBounds BOUNDS = new GateBounds(100, 200, 4, 10, 3, 5, 1_000, QUERIES);

  final HandClock clock = new HandClock();
  private final Map<Reason, Integer> refused = new ConcurrentHashMap<>();
  final Gate gate;

  Guarded() {
    this(BOUNDS);
  }

  Guarded(GateBounds bounds) {
    gate = new Gate(bounds, clock);
  }

  static Route route(String name, Optional<Integer> perSecond) {
    return new Route(
        name,
        "*",
        "/",
        URI.create("http://origin.test"),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        perSecond);
  }

  static Route route(String name, QueryRules query) {
    return new Route(
        name,
        "*",
        "/",
        URI.create("http://origin.test"),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        FailurePolicy.OPEN,
        Optional.empty(),
        query,
        KeepOn.FIRST);
  }

  static RequestHead get(String target) {
    return new RequestHead("GET", "http", "a.test", target, Fields.NONE);
  }

  Gate.Decision ask(String client, String target) {
    return counted(gate.admit(client, get(target), ROUTE));
  }

  /** Asks, and is done at once. */
  boolean passes(String client, String target) {
    return passes(client, target, ROUTE);
  }

  boolean passes(String client, String target, Route route) {
    if (counted(gate.admit(client, get(target), route)) instanceof Gate.Admitted admitted) {
      admitted.done().run();
      return true;
    }
    return false;
  }

  OnMiss onMiss(String client, String target) {
    if (ask(client, target) instanceof Gate.Admitted admitted) {
      admitted.done().run();
      return admitted.onMiss();
    }
    throw new AssertionError("refused: " + client + " " + target);
  }

  private Gate.Decision counted(Gate.Decision decision) {
    if (decision instanceof Gate.Refused(var reason, _)) {
      refused.merge(reason, 1, Integer::sum);
    }
    return decision;
  }

  int refused(Reason reason) {
    return refused.getOrDefault(reason, 0);
  }
}
