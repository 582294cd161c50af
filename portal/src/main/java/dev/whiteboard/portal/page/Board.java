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
   * @param url where it is, once it runs
   */
  public record SystemRow(String name, String question, Optional<URI> url) {}

  /**
   * A server that answers.
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
  public synchronized void systemStarted(String name, URI url) {
    systems.computeIfPresent(
        name, (_, system) -> new SystemRow(name, system.question(), Optional.of(url)));
  }

  /** A server answers from now on. */
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

  /** The servers that answer, in the order of their names. */
  public synchronized List<ServerRow> servers() {
    return servers.stream().sorted(Comparator.comparing(ServerRow::name)).toList();
  }
}
