package dev.whiteboard.simulation;

/** Something that no single machine can show. */
@FunctionalInterface
public interface Simulation {
  /** Runs it on the caller's thread, or several; the same options give the same outcome. */
  Outcome run(RunOptions options);
}
