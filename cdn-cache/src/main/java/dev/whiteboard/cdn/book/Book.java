package dev.whiteboard.cdn.book;

import dev.whiteboard.cdn.function.FunctionBounds;
import java.util.List;
import java.util.Optional;

/**
 * All routes and functions of a moment, as they go from one process to another.
 *
 * @param routes as JSON
 */
public record Book(BookVersion version, String routes, List<Function> functions) {
  /** Copies the functions. */
  public Book {
    functions = List.copyOf(functions);
  }

  /**
   * One function.
   *
   * @param version how often its name was taken
   * @param sha256 of the module, in hexadecimal digits
   * @param module its bytes; empty where whoever asked has them
   */
  public record Function(
      String name, long version, FunctionBounds bounds, String sha256, Optional<byte[]> module) {}
}
