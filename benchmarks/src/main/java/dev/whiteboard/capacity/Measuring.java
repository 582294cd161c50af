package dev.whiteboard.capacity;

import java.nio.file.Path;

/** Runs the benchmarks, where there are no results yet or newer ones are wanted. */
@FunctionalInterface
interface Measuring {
  /** Measures all, roughly where it is to be quick; returns the document of the whole run. */
  Path run(boolean quick) throws Exception;
}
