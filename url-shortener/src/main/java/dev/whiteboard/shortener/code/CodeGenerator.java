package dev.whiteboard.shortener.code;

/** Makes codes for links that have no alias. Safe for use by many threads. */
public interface CodeGenerator {
  /**
   * A code that this generator has not given before, on any node. An alias may have taken it: then
   * ask again. May block for the database.
   */
  String next();
}
