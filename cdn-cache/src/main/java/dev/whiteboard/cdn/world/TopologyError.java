package dev.whiteboard.cdn.world;

/**
 * What is wrong with a topology, and where.
 *
 * @param line from 1
 * @param column from 1
 * @param field as {@code nodes[2].tier}; empty for the text as a whole
 * @param message to be read after the field
 */
public record TopologyError(int line, int column, String field, String message) {
  /** One line. */
  @Override
  public String toString() {
    var where = "line " + line + ", column " + column + ": ";
    return where + (field.isEmpty() ? "the text" : field) + " " + message;
  }
}
