package dev.whiteboard.cdn.control;

import dev.whiteboard.cdn.purge.Invalidation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Accepts invalidations, and knows how far each has come. */
public interface Invalidations {
  /**
   * Accepts one: it is in the log when this returns.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 503 where the log is away
   */
  Ticket accept(Order order) throws InterruptedException;

  /** How far one has come; empty where none of late has that id. */
  Optional<Progress> progress(String id);

  /**
   * What somebody asks for.
   *
   * @param strategy how it spreads; empty to leave that to the control plane
   */
  record Order(
      Invalidation.Target target,
      boolean soft,
      Invalidation.Priority priority,
      Optional<String> strategy) {}

  /**
   * What was accepted.
   *
   * @param why the strategy was taken, for people
   */
  record Ticket(String id, String strategy, String why) {}

  /**
   * How far it has come.
   *
   * @param applied when each node had applied it; those alone that have
   * @param nodes how many there are
   */
  record Progress(Ticket ticket, Instant acceptedAt, Map<String, Instant> applied, int nodes) {
    /** Whether all have applied it. */
    public boolean isComplete() {
      return applied.size() >= nodes;
    }
  }
}
