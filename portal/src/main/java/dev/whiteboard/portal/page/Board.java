package dev.whiteboard.portal.page;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs, as far as it was told. Safe to use from any thread. */
public final class Board {
  private final Instant startedAt;
  private final Map<String, SystemRow> systems = new LinkedHashMap<>();
  private final List<ServerRow> servers = new ArrayList<>();

  /**
   * A system.
   *
   * @param name as on the command line
   * @param question what the interviewer asks
   * @param nodes where its processes are, once it runs; the first one's page is the system's
   */
  public record SystemRow(String name, String question, List<URI> nodes) {
    /** Copies the list. */
    public SystemRow {
      nodes = List.copyOf(nodes);
    }

    /** Where its page is, once it runs. */
    public Optional<URI> url() {
      return nodes.stream().findFirst();
    }
  }

  /**
   * A server that answered when it was started or found.
   *
   * @param name as its makers write it
   * @param version as it gives it itself
   * @param address host and port, and for a database its name
   * @param mode how it came to be there: embedded or external
   */
  public record ServerRow(String name, String version, String address, String mode) {}

  /**
   * With nothing running.
   *
   * @param systems all that there are
   */
  public Board(Instant startedAt, List<SystemRow> systems) {
    this.startedAt = startedAt;
    systems.forEach(system -> this.systems.put(system.name(), system));
  }

  /** A system runs from now on. */
  public synchronized void systemStarted(String name, List<URI> nodes) {
    systems.computeIfPresent(name, (_, system) -> new SystemRow(name, system.question(), nodes));
  }

  /** A server answers. */
  public synchronized void serverStarted(ServerRow server) {
    servers.add(server);
  }

  /** When the stack was started. */
  public Instant startedAt() {
    return startedAt;
  }

  /** The systems, running or not. */
  public synchronized List<SystemRow> systems() {
    return List.copyOf(systems.values());
  }

  /** Where the processes of each system are that runs, by its name. */
  Map<String, List<URI>> nodes() {
    var nodes = new LinkedHashMap<String, List<URI>>();
    systems().stream()
        .filter(system -> !system.nodes().isEmpty())
        .forEach(system -> nodes.put(system.name(), system.nodes()));
    return nodes;
  }

  /** The servers that were started or found, in the order of their names. */
  public synchronized List<ServerRow> servers() {
    return servers.stream().sorted(Comparator.comparing(ServerRow::name)).toList();
  }
}
