package dev.whiteboard.cdn.protect;

import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.protect.GateBounds.Queries;
import dev.whiteboard.cdn.route.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gate with narrow bounds, its clock and its meters. */
final class Guarded {
  static final Route ROUTE = route("all", Optional.empty());

  static final Queries QUERIES =
      new Queries(
          QueryRule.NO_CAMPAIGNS, Map.of("sorted", new QueryRule(Set.of(), true)), 5, 10, 2, 1_000);

  static final GateBounds BOUNDS = new GateBounds(100, 200, 4, 10, 3, 5, 1_000, QUERIES);

  final HandClock clock = new HandClock();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Gate gate;

  Guarded() {
    this(BOUNDS);
  }

  Guarded(GateBounds bounds) {
    gate = new Gate(bounds, clock, new GateMeters(registry));
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

  static RequestHead get(String target) {
    return new RequestHead("GET", "http", "a.test", target, Fields.NONE);
  }

  Gate.Decision ask(String client, String target) {
    return gate.admit(client, get(target), ROUTE);
  }

  /** Asks, and is done at once. */
  boolean passes(String client, String target) {
    return passes(client, target, ROUTE);
  }

  boolean passes(String client, String target, Route route) {
    if (gate.admit(client, get(target), route) instanceof Gate.Admitted admitted) {
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

  double refused(Reason reason) {
    return registry.get("cdn.refused").tag("reason", reason.text()).counter().count();
  }
}
