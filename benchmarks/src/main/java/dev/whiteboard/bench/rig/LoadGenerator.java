package dev.whiteboard.bench.rig;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * A closed loop: so many connections, each with one request under way, the next sent when the last
 * is answered. It tells what a server can do, and not how long people wait when it has too much to
 * do: a slow server is asked less.
 */
interface LoadGenerator {
  /** Sends for so long, and reads what comes. */
  LoadResult run(URI server, Duration time) throws IOException;

  /** For the report. */
  String name();

  /**
   * How many requests of one run may be answered without being counted: those cut off at its end.
   */
  int cutOffMax();
}
