package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.figure.Figure.Simulated;
import dev.whiteboard.capacity.result.Measurements;
import java.util.List;

/**
 * Where figures of more machines than there are come from. They are marked so wherever they appear,
 * and no verdict rests on them.
 */
@FunctionalInterface
public interface Simulation {
  /** Simulates nothing. */
  Simulation NONE = _ -> List.of();

  /**
   * Its figures, of machines that do what was measured of one. One whose name begins with a claim's
   * id and a dot, such as {@code cdn.invalidation.tree-p99}, is shown with that claim.
   */
  List<Simulated> figures(Measurements measurements);
}
