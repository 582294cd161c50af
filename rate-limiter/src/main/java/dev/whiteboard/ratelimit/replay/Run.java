package dev.whiteboard.ratelimit.replay;

import dev.whiteboard.ratelimit.limit.Limit;
import java.util.List;

/**
 * What one algorithm made of the traffic.
 *
 * @param limit what it kept to
 * @param decisions one for each arrival, in their order
 * @param levels how much was left, rising in time: between two of them nothing else happened
 * @param peaks each new record of what passed within any period; for {@code CONCURRENCY} at the
 *     same time
 */
public record Run(Limit limit, List<Decision> decisions, List<Level> levels, List<Peak> peaks) {
  /** Copies the lists. */
  public Run {
    decisions = List.copyOf(decisions);
    levels = List.copyOf(levels);
    peaks = List.copyOf(peaks);
  }

  /** How many passed. */
  public long admitted() {
    return decisions.stream().filter(Decision::admitted).count();
  }

  /** How many did not. */
  public long denied() {
    return decisions.size() - admitted();
  }

  /** The most that passed within any period, wherever it is laid; 0 where none passed. */
  public int most() {
    return peaks.isEmpty() ? 0 : peaks.getLast().count();
  }
}
