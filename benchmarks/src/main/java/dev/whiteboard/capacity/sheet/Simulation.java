package dev.whiteboard.capacity.sheet;

import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.figure.Figure.Simulated;
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
   * Its figures for these inputs. One whose name begins with a claim's id and a dot, such as {@code
   * cdn.invalidation.tree-time}, is shown with that claim.
   */
  List<Simulated> figures(Inputs inputs);
}
