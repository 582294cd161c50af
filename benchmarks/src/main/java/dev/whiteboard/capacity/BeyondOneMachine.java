package dev.whiteboard.capacity;

import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.result.Gauge;
import dev.whiteboard.capacity.result.Measurements;
import dev.whiteboard.capacity.sheet.Simulation;
import dev.whiteboard.simulation.Figure;
import dev.whiteboard.simulation.RunOptions;
import dev.whiteboard.simulation.Simulations;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The simulations for the sheet: small samples, one seed, over in seconds. Each node in them does
 * what was measured of one here, or where nothing was, what is usual.
 *
 * <p>They are of the interviews as stated, whatever is set: 200 edges, 10 M sockets, 182.5 billion
 * links.
 */
final class BeyondOneMachine implements Simulation {
  private static final long SEED = 42;

  private static final String EDGES = "200 edges in 20 regions";
  private static final String LOSSY = EDGES + ", 5 % of packets lost";
  private static final String LINKS = "182.5 billion links";

  /** What belongs to a claim, by its name in the simulation; all else stands at the end. */
  private static final Map<String, Headline> HEADLINES =
      Map.ofEntries(
          at("sim.cdn.hit-edge", "cdn.requests.hits-at-edges", EDGES),
          at("sim.cdn.hit-all", "cdn.requests.hits-at-any-tier", EDGES),
          at("sim.cdn.origin", "cdn.requests.left-for-the-origin", EDGES),
          at("sim.cdn.purge-flood.p99", "cdn.invalidation.flood-p99", LOSSY),
          at("sim.cdn.purge-tree.p99", "cdn.invalidation.tree-p99", LOSSY),
          at("sim.cdn.purge-gossip.p99", "cdn.invalidation.gossip-p99", LOSSY),
          at("sim.chat.return-all", "chat.connections.all-back", "10 M sockets, a gateway killed"),
          at("sim.chat.heartbeats", "chat.connections.heartbeats", "10 M sockets"),
          at("sim.chat.gateways-for-10s", "chat.connections.gateways-for-10s", "10 M sockets"),
          at("sim.shards.even", "shortener.storage.shards", LINKS),
          at("sim.shards.ring", "shortener.storage.shards-on-a-ring", LINKS),
          at("sim.shards.ring.added-moved", "shortener.storage.moved-for-one-more", LINKS));

  private final Consumer<String> progress;

  /** Says what is being simulated. */
  BeyondOneMachine(Consumer<String> progress) {
    this.progress = progress;
  }

  /** What a figure is called at its claim, and of what it is. */
  private record Headline(String name, String of) {}

  private static Map.Entry<String, Headline> at(String id, String name, String of) {
    return Map.entry(id, new Headline(name, of));
  }

  @Override
  public List<Simulated> figures(Measurements measurements) {
    var simulations =
        new Simulations(
            measured(measurements, Gauge.CHAT_RECONNECT, Simulations.WELCOMES_USUAL),
            measured(measurements, Gauge.CREATIONS_BYTES, Simulations.LINK_BYTES_USUAL));
    return simulations.all().entrySet().stream()
        .peek(each -> progress.accept("simulating: " + each.getKey()))
        .flatMap(each -> each.getValue().run(new RunOptions(SEED, true)).figures().stream())
        .map(BeyondOneMachine::simulated)
        .toList();
  }

  private static double measured(Measurements measurements, Gauge gauge, double usual) {
    return measurements.find(gauge).map(figure -> figure.quantity().value()).orElse(usual);
  }

  private static Simulated simulated(Figure figure) {
    var quantity = Quantity.of(figure.median(), figure.unit().symbol());
    var headline = HEADLINES.get(figure.id());
    return headline == null
        ? new Simulated(figure.id(), quantity, "seed " + SEED)
        : new Simulated(headline.name, quantity, headline.of + ", seed " + SEED);
  }
}
