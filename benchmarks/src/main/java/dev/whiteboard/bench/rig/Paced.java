package dev.whiteboard.bench.rig;

import io.vertx.core.json.JsonObject;
import java.util.SequencedMap;

/** A round at a fixed rate, as far as a {@link Ladder} looks at it. */
interface Paced {
  /** How much was done of what was due. */
  double perSecond();

  /** What rounds at the same rate are told by, each with its median and range. */
  SequencedMap<String, Double> figures();

  /** All of it. */
  JsonObject toJson();
}
