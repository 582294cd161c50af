package dev.whiteboard.shortener.code;

/** Makes codes for links that have no alias. Safe for use by many threads. */
@FunctionalInterface
public interface CodeGenerator {
  /**
   * A code for a link. It may be taken: by an alias, or where codes can collide. Then ask again,
   * with the next attempt. May block for the database.
   *
   * @param url where the link leads
   * @param attempt from 0; how many codes for this link were taken already
   */
  String code(String url, int attempt);
}
