package dev.whiteboard.simulation;

import java.util.List;
import java.util.stream.LongStream;

/**
 * How a simulation is run.
 *
 * @param seed the same gives the same, to the last digit
 * @param quick whether to be over soon, with fewer worlds and smaller samples
 */
public record RunOptions(long seed, boolean quick) {
  /** The seeds of so many worlds, from the given one on. */
  public List<Long> seeds(int worlds) {
    return LongStream.range(seed, seed + worlds).boxed().toList();
  }
}
