package dev.whiteboard.ratelimit.rule;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(int line, int column) {
  /** Where a text begins. */
  static final Place START = new Place(1, 1);

  /** The parser counts from 0. */
  static Place of(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(START);
  }
}
